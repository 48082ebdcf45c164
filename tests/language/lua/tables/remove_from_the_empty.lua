local t = {}
print(table.remove(t), table.remove(t, 0), #t) -- expect: nil	nil	0
