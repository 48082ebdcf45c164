local function f() return f() + 1 end
print(xpcall(f, function(m) return (m:match "stack overflow") end)) -- expect: false	stack overflow
