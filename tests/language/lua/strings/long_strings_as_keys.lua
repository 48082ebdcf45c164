local k = ("k"):rep(100)
print(({ [k] = "found" })[("k"):rep(100)]) -- expect: found
