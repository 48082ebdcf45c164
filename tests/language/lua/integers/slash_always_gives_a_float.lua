print(4 / 2, 7 / 2, math.type(4 / 2)) -- expect: 2.0	3.5	float
