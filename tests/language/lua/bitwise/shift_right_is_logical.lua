print(-1 >> 1 == math.maxinteger, -1 >> 63) -- expect: true	1
