print(math.mininteger <= -2 ^ 63, math.maxinteger < 2 ^ 63, math.maxinteger >= 2 ^ 63, 1 < 1.5, 2 > 1.5)
-- expect: true	true	false	true	true
