local t = {}
setmetatable(t, { __index = t })
print(t.x) -- expect error: '__index' chain too long; possible loop
