print(math.floor(3.7), math.ceil(3.2), math.floor(-3.7), math.ceil(-3.2), math.floor(1e300))
-- expect: 3	4	-4	-3	1e+300
