for i = 1, 3 do setmetatable({}, { __gc = function() print(i) end }) end
-- expect: 3
-- expect: 2
-- expect: 1
collectgarbage()
