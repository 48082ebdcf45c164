local outer
outer = coroutine.create(function() coroutine.wrap(function() print(coroutine.status(outer)) end)() end)
-- expect: normal
coroutine.resume(outer)
