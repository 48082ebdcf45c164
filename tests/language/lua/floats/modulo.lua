print(5.5 % 2, -5.5 % 2, 5 % math.huge, -5 % math.huge) -- expect: 1.5	0.5	5.0	inf
