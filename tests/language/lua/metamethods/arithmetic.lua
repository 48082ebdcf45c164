local mt = {}
for _, name in ipairs { "sub", "mul", "div", "mod", "pow", "idiv" } do mt["__" .. name] = function() return name end end
local x = setmetatable({}, mt)
print(x - 1, x * 1, x / 1, x % 1, x ^ 1, x // 1) -- expect: sub	mul	div	mod	pow	idiv
