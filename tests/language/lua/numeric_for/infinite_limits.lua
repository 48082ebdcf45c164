local n = 0
for i = math.maxinteger - 2, math.huge do n = n + 1 end
for i = 1, -math.huge do n = n + 100 end
print(n) -- expect: 3
