local t = {}
local function f() t.x.y = 1 end -- expect error: attempt to index a nil value (field 'x')
f()
