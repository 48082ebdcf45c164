local co = coroutine.create(function() return ("x"):gsub(".", coroutine.yield) end)
print(coroutine.resume(co)) -- expect: false	attempt to yield across a C-call boundary
