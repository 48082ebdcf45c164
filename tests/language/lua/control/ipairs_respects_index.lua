local t = setmetatable({}, { __index = function(_, i) if i <= 3 then return i * i end end })
for i, v in ipairs(t) do print(i, v) end
-- expect: 1	1
-- expect: 2	4
-- expect: 3	9
