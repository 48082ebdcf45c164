local co = coroutine.create(function() local x = 1 x = 2 end)
local n = 0
debug.sethook(co, function() n = n + 1 end, "l")
coroutine.resume(co)
print(n > 0, debug.gethook()) -- expect: true	nil
