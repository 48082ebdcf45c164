print(tonumber("ff", 16), tonumber("zz", 36), tonumber("-101", 2), tonumber("8", 8), tonumber("7fffffffffffffff", 16))
-- expect: 255	1295	-5	nil	9223372036854775807
