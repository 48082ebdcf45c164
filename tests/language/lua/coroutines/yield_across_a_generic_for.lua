local co = coroutine.wrap(function() for i in function(_, i) i = coroutine.yield(i) return i end, nil, 0 do io.write("got ", i, " ") end return "end" end)
print(co(), co(5), co(nil)) -- expect: got 5 0	5	end
