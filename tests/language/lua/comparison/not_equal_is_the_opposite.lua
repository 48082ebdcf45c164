print(1 ~= 1.0, "a" ~= "b", not (1 == 2)) -- expect: false	true	true
