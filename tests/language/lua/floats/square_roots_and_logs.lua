print(math.sqrt(16), math.log(8, 2), math.log(100, 10), math.exp(0), math.log(1)) -- expect: 4.0	3.0	2.0	1.0	0.0
