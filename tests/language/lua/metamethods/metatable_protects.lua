local t = setmetatable({}, { __metatable = "locked" })
print(getmetatable(t)) -- expect: locked
setmetatable(t, {}) -- expect error: cannot change a protected metatable
