local weak, key = setmetatable({}, { __mode = "k" }), {}
weak[key] = { key }
collectgarbage()
print(weak[key][1] == key) -- expect: true
