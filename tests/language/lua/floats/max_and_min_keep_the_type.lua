print(math.max(1, 2.5), math.max(2, 1.5), math.min(3, 2.0)) -- expect: 2.5	2	2.0
