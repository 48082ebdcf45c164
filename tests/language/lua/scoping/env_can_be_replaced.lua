local print = print
local _ENV = { y = 2 }
x = 1
print(x, y, _ENV.x, print == nil) -- expect: 1	2	1	false
