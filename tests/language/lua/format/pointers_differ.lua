local a, b = {}, {}
print(("%p"):format(a) ~= ("%p"):format(b), ("%p"):format(1)) -- expect: true	(null)
