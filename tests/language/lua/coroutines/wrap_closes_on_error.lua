local f = coroutine.wrap(function()
  local x <close> = setmetatable({}, { __close = function(_, e) print("closed with", e) end })
  -- expect: closed with	the error
  error("the error", 0)
end)
print(pcall(f)) -- expect: false	the error
