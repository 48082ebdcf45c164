local co = coroutine.create(function() error { code = 7 } end)
print(select(2, coroutine.resume(co)).code) -- expect: 7
