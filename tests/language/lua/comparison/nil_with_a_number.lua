local t = {}
print(t.x < 1) -- expect error: attempt to compare nil with number
