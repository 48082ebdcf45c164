print(table.unpack({ 1, 2, 3 }, 2)) -- expect: 2	3
print(table.unpack({ 1, 2 }, 0, 3)) -- expect: nil	1	2	nil
print(select("#", table.unpack({}, 1, 0))) -- expect: 0
