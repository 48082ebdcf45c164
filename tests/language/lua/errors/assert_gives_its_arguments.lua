print(assert(1, "unused", 3)) -- expect: 1	unused	3
