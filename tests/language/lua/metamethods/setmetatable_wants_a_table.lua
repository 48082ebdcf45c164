setmetatable({}, 5) -- expect error: bad argument #2 to 'setmetatable' (nil or table expected, got number)
