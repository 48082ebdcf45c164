local weak = setmetatable({}, { __mode = "kv" })
weak["a" .. 1] = "b" .. 2
weak[1] = 2
collectgarbage()
print(weak.a1, weak[1]) -- expect: b2	2
