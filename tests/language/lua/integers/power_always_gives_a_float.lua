print(2 ^ 10, 2 ^ 0.5 == math.sqrt(2), 2 ^ -1) -- expect: 1024.0	true	0.5
