print(xpcall(function(...) return select("#", ...) end, print, 1, nil, nil)) -- expect: true	3
