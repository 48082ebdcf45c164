local f = function(x) return x end
local y = f
(5)
print(y) -- expect: 5
