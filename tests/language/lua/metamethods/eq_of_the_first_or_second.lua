local a, b = setmetatable({}, { __eq = function() return 1 end }), {}
print(a == b, b == a) -- expect: true	true
