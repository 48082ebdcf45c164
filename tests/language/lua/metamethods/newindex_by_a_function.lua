local log = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v .. "!") end })
log.x = "set"
log.x = "again"
print(log.x) -- expect: again
