local t = { 3, 1, 2 }
print(pcall(table.sort, t, function(a, b) return a <= b end)) -- expect: true
