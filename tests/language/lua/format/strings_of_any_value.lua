print(("%s %s %s %s"):format(nil, true, 1.0, setmetatable({}, { __tostring = function() return "named" end })))
-- expect: nil true 1.0 named
