local co = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function() error("while closing", 0) end })
  coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co)) -- expect: false	while closing
print(coroutine.close(co)) -- expect: true
