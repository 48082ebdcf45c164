local t = setmetatable({}, { __mode = "v" })
t[1], t.kept = {}, "a string"
collectgarbage()
print(t[1], t.kept) -- expect: nil	a string
