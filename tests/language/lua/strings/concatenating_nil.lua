local t = {}
print("x" .. t.name) -- expect error: attempt to concatenate a nil value (field 'name')
