local weak = setmetatable({}, { __mode = "v" })
do local a, b = {}, {} a.b, b.a = b, a weak.a = a end
collectgarbage()
print(weak.a) -- expect: nil
