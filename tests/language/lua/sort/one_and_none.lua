local one, none = { 1 }, {}
table.sort(one)
table.sort(none)
print(#one, #none) -- expect: 1	0
