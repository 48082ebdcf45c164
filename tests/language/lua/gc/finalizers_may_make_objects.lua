setmetatable({}, { __gc = function() setmetatable({}, { __gc = function() print "the second" end }) end })
-- expect: the second
collectgarbage()
collectgarbage()
print "after" -- expect: after
