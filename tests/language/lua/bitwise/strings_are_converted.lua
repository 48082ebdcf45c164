print("7" & 3, "0x10" | 1, 1 << "2") -- expect error: attempt to perform bitwise operation on a string value (constant '7')
