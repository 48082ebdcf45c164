("b"):unpack("abc", 10) -- expect error: bad argument #2 to 'unpack' (initial position out of string)
