setmetatable({}, { __gc = function() print "collected" end }) -- expect: collected
collectgarbage()
collectgarbage()
print "after" -- expect: after
