print(debug.getuservalue(io.stdout, 1), debug.getuservalue({}, 1)) -- expect: nil	nil
