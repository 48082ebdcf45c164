print(pcall(tostring, setmetatable({}, { __tostring = function() error("not today", 0) end })))
-- expect: false	not today
