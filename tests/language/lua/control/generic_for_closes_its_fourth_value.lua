local closing = setmetatable({}, { __close = function() print "closed" end })
for i in next, { 1, 2 }, nil, closing do print(i) break end
-- expect: 1
-- expect: closed
