print(math.maxinteger, math.mininteger, 1 << 63 == math.mininteger)
-- expect: 9223372036854775807	-9223372036854775808	true
