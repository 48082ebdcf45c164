print(setmetatable({}, { __tostring = function() return {} end })) -- expect error: '__tostring' must return a string
