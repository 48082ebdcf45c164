warn "@off"
setmetatable({}, { __gc = function() error "unheard" end })
collectgarbage()
print "goes on" -- expect: goes on
