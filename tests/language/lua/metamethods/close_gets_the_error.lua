local ok, e = pcall(function()
  local x <close> = setmetatable({}, { __close = function(_, e) print(e) end }) -- expect: the reason
  error("the reason", 0)
end)
print(ok, e) -- expect: false	the reason
