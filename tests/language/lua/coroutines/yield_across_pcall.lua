local co = coroutine.wrap(function()
  return pcall(function() local x = coroutine.yield "out" error("got " .. x, 0) end)
end)
print(co()) -- expect: out
print(co "in") -- expect: false	got in
