debug.setmetatable(nil, { __index = function(_, k) return k end })
print((nil).field) -- expect: field
debug.setmetatable(nil, nil)
debug.setmetatable(print, { __index = { kind = "function" } })
print(print.kind) -- expect: function
debug.setmetatable(print, nil)
