local function f() return 7 end
local x <const> = f()
print(x, (function() return x end)()) -- expect: 7	7
