local co = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function(_, e) print("closed", e) end }) -- expect: closed	nil
  coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co), coroutine.status(co)) -- expect: true	dead
