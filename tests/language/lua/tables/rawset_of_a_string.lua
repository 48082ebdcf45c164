rawset("x", 1, 2) -- expect error: bad argument #1 to 'rawset' (table expected, got string)
