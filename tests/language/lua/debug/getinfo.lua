local function f(a, b, ...) end
local i = debug.getinfo(f)
print(i.what, i.nparams, i.isvararg, i.linedefined, i.lastlinedefined, i.nups) -- expect: Lua	2	true	1	1	0
