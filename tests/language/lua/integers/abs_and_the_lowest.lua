print(math.abs(-5), math.abs(-5.5), math.abs(math.mininteger)) -- expect: 5	5.5	-9223372036854775808
