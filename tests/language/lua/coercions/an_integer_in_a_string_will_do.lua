print(string.rep("x", "3"), string.rep("x", 3.0)) -- expect: xxx	xxx
