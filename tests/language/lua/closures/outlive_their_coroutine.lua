local f
coroutine.wrap(function() local x = "kept" f = function() return x end end)()
collectgarbage()
print(f()) -- expect: kept
