setmetatable(5, {}) -- expect error: bad argument #1 to 'setmetatable' (table expected, got number)
