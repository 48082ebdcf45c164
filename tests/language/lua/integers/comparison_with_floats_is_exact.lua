print(math.maxinteger < math.maxinteger + 1.0, math.maxinteger + 0.0 == math.maxinteger, 2 ^ 53 == (1 << 53) + 1)
-- expect: true	false	false
