local t = setmetatable({}, { __mode = "k" })
do local k = {} t[k] = { k } end
collectgarbage()
print(next(t)) -- expect: nil
