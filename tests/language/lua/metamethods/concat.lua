local x = setmetatable({}, { __concat = function(a, b) return type(a) .. "+" .. type(b) end })
print(x .. "s", 1 .. x) -- expect: table+string	number+table
