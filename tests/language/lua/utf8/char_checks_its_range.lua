utf8.char(-1) -- expect error: bad argument #1 to 'char' (value out of range)
