local t = table.pack(1, nil, 3)
print(t.n, table.unpack(t, 1, t.n)) -- expect: 3	1	nil	3
