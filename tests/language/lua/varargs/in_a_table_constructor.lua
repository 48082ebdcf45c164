local function f(...) return { ..., "end" }, { "start", ... } end
local a, b = f(1, 2, 3)
print(#a, #b) -- expect: 2	4
