local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
print((debug.traceback(co):gsub("%[string.-%]", "chunk"):match "in function 'coroutine.yield'"))
-- expect: in function 'coroutine.yield'
