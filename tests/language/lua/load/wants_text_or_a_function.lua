load(5 == 5) -- expect error: bad argument #1 to 'load' (function expected, got boolean)
