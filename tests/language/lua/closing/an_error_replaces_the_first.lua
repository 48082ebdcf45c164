print(pcall(function() -- expect: false	the first then the second
  local x <close> = setmetatable({}, { __close = function(_, e) error(e .. " then the second", 0) end })
  error("the first", 0)
end))
