print(pcall(assert, false)) -- expect: false	assertion failed!
print(pcall(assert, nil, "mine")) -- expect: false	mine
print(pcall(assert, false, { 1 } ~= nil)) -- expect: false	true
