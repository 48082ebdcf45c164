local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
for i in range(3) do print(i) end
-- expect: 1
-- expect: 2
-- expect: 3
