print(pcall(function()
  local x <close> = setmetatable({}, { __close = function(_, e) print("closed by", e) end })
  error("the error", 0)
end))
-- expect: closed by	the error
-- expect: false	the error
