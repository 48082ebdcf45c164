local co = coroutine.create(function() local x = nil; x.y = 1 end)
local ok, e = coroutine.resume(co)
print(ok, (e:gsub("^.-:", "")), coroutine.status(co)) -- expect: false	1: attempt to index a nil value (local 'x')	dead
