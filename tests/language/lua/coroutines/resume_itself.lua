local co = coroutine.create(function() return coroutine.resume((coroutine.running())) end)
print(coroutine.resume(co)) -- expect: true	false	cannot resume non-suspended coroutine
