xpcall(error, function(e) print(type(e), e.n) end, { n = 1 }) -- expect: table	1
