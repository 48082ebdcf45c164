print(pcall(function(...) return ... end, 1, nil, 3)) -- expect: true	1	nil	3
