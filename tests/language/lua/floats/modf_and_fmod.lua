print(math.modf(3.75), math.modf(-3.75)) -- expect: 3	-3	-0.75
print(math.modf(1 / 0), math.fmod(-7, 3), math.fmod(7, -3)) -- expect: inf	-1	1
