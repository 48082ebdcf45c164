local t = {}
for i = 1, 10000 do t[i] = i end
print(select("#", table.unpack(t)), (select(10000, table.unpack(t)))) -- expect: 10000	10000
