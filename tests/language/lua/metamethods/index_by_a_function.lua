local t = setmetatable({ there = 1 }, { __index = function(_, k) return k .. "?" end })
print(t.there, t.absent) -- expect: 1	absent?
