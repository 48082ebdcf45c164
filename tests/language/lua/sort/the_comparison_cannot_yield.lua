local co = coroutine.create(function() table.sort({ 2, 1 }, coroutine.yield) end)
print(coroutine.resume(co)) -- expect: false	attempt to yield across a C-call boundary
