local function f()
  local x <close> = setmetatable({}, { __close = function() print "closed before the caller goes on" end })
  -- expect: closed before the caller goes on
  return "returned"
end
print(f()) -- expect: returned
