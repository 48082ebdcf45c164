print(nil or 1, false or nil, 2 or error "not reached") -- expect: 1	nil	2
