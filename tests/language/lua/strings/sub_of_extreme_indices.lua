print(("hello"):sub(math.mininteger, math.maxinteger), ("hello"):sub(3, 2) == "") -- expect: hello	true
