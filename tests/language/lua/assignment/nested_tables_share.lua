local inner = {}
local outer = { inner, inner }
outer[1].x = "seen through both"
print(outer[2].x) -- expect: seen through both
