local function inner() return (debug.traceback("message"):match "in upvalue 'inner'" or debug.traceback("m"):match "in local 'inner'") end
local function outer() local r = inner() return r end
print(outer()) -- expect: in upvalue 'inner'
