local n = 0
for i = math.maxinteger - 1, math.maxinteger do n = n + 1 end
for i = math.mininteger, math.mininteger + 1 do n = n + 1 end
print(n) -- expect: 4
