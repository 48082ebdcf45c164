local function f() return nil end
f()() -- expect error: attempt to call a nil value
