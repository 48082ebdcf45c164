local function three() return 1, 2, 3 end
local a, b, c = three(), 10
print(a, b, c) -- expect: 1	10	nil
