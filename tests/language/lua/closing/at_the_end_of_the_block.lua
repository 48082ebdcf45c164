do
  local x <close> = setmetatable({}, { __close = function() print "closed" end })
  print "in the block"
end
print "after"
-- expect: in the block
-- expect: closed
-- expect: after
