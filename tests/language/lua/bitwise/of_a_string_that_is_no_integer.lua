print("1.5" | 1) -- expect error: attempt to perform bitwise operation on a string value (constant '1.5')
