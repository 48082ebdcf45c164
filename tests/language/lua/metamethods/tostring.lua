print(setmetatable({}, { __tostring = function() return "as I say" end })) -- expect: as I say
