print(debug.getinfo(100)) -- expect: nil
debug.getlocal(100, 1) -- expect error: bad argument #1 to 'getlocal' (level out of range)
