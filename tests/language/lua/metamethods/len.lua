print(#setmetatable({ 1, 2 }, { __len = function() return "any value" end })) -- expect: any value
