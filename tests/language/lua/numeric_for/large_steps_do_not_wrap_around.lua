for i = 1, math.maxinteger, math.maxinteger // 2 do print(i) end
-- expect: 1
-- expect: 4611686018427387904
-- expect: 9223372036854775807
