local function three() return 1, 2, 3 end
local a, b = three()
print(a, b) -- expect: 1	2
