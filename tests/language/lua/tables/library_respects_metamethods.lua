local log = {}
local t = setmetatable({}, { __len = function() return 2 end, __index = function(_, i) return i * 10 end })
print(table.concat(t, " "), table.unpack(t)) -- expect: 10 20	10	20
