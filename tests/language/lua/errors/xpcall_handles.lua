print(xpcall(error, function(m) return "handled: " .. m end, "x")) -- expect: false	handled: x
