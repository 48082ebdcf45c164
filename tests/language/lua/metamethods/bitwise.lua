local mt = {}
for _, name in ipairs { "band", "bor", "bxor", "shl", "shr", "bnot" } do mt["__" .. name] = function() return name end end
local x = setmetatable({}, mt)
print(x & 1, x | 1, x ~ 1, x << 1, x >> 1, ~x) -- expect: band	bor	bxor	shl	shr	bnot
