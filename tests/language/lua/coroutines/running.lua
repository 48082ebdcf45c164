local main, is_main = coroutine.running()
print(type(main), is_main, coroutine.wrap(function() return select(2, coroutine.running()) end)())
-- expect: thread	true	false
