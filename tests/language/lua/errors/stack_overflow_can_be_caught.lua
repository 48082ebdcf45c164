local function f() return f() + 1 end
local ok, e = pcall(f)
print(ok, e:match "stack overflow") -- expect: false	stack overflow
