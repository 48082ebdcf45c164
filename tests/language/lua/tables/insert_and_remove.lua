local t = { 1, 2 }
table.insert(t, 3)
table.insert(t, 1, 0)
print(table.concat(t, " "), table.remove(t), table.remove(t, 1), table.concat(t, " ")) -- expect: 0 1 2 3	3	0	1 2
