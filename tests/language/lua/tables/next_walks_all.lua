local n = 0
local k = next { a = 1, b = 2 }
while k do n = n + 1 k = next({ a = 1, b = 2 }, k) end
print(n, next {}) -- expect: 2	nil
