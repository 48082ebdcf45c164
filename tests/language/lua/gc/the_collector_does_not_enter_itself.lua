setmetatable({}, { __gc = function() print(collectgarbage "count") end }) -- expect: nil
collectgarbage()
