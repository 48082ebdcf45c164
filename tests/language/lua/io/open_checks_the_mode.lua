io.open("x", "rz") -- expect error: bad argument #2 to 'open' (invalid mode)
