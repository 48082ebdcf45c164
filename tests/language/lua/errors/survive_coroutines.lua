local co = coroutine.wrap(function() local ok, e = pcall(error, "kept", 0) coroutine.yield() return e end)
co()
print(co()) -- expect: kept
