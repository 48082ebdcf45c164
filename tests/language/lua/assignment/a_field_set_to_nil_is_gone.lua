local t = { a = 1, b = 2 }
t.a = nil
for k, v in pairs(t) do print(k, v) end -- expect: b	2
