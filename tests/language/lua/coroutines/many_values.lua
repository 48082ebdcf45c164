local co = coroutine.wrap(function(...) return coroutine.yield(...) end)
print(select("#", co(table.unpack({}, 1, 100))), select("#", co(nil, nil))) -- expect: 100	2
