local base = { greet = "from the base" }
print(setmetatable({}, { __index = setmetatable({}, { __index = base }) }).greet) -- expect: from the base
