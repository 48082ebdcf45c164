local function kind(n) if n < 0 then return "negative" elseif n == 0 then return "zero" else return "positive" end end
print(kind(-1), kind(0), kind(1)) -- expect: negative	zero	positive
