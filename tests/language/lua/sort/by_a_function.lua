local t = { "bb", "a", "ccc" }
table.sort(t, function(a, b) return #a > #b end)
print(table.concat(t, " ")) -- expect: ccc bb a
