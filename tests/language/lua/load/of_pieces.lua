local parts, i = { "return ", "1", " + 2" }, 0
print(load(function() i = i + 1 return parts[i] end)()) -- expect: 3
