local t = {}
for i = 1, 100000 do t[i] = i end
for i = 100000, 50001, -1 do t[i] = nil end
print(#t) -- expect: 50000
