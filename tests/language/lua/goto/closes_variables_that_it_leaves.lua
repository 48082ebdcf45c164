do
  ::again::
  local x <close> = setmetatable({}, { __close = function() print "closed" end })
  -- expect: closed
  -- expect: closed
  if not again then again = true goto again end
end
print "after" -- expect: after
