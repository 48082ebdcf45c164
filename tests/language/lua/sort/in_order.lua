local t = { 3, 1, 2 }
table.sort(t)
print(table.concat(t, " ")) -- expect: 1 2 3
