local count
local function f() return count + 1 end -- expect error: attempt to perform arithmetic on a nil value (upvalue 'count')
f()
