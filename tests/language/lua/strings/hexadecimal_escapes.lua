print("\x41\x42", #"\x00") -- expect: AB	1
