local x = 5
local f = load(string.dump(function() return x end))
print(pcall(f) and debug.getupvalue(f, 1)) -- expect: x
