print(("ab"):rep(3), ("ab"):rep(3, "-"), ("ab"):rep(0) == "", ("ab"):rep(-1) == "")
-- expect: ababab	ab-ab-ab	true	true
