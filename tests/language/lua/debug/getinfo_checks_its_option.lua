debug.getinfo(print, "X") -- expect error: bad argument #2 to 'getinfo' (invalid option)
