table.sort(setmetatable({}, { __len = function() return math.maxinteger end })) -- expect error: bad argument #1 to 'sort' (array too big)
