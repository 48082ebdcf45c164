local co = coroutine.wrap(function()
  return xpcall(function() coroutine.yield(1) error("late", 0) end, function(m) return "handled " .. m end)
end)
print(co(), co()) -- expect: 1	false	handled late
