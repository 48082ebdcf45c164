local t, state = {}, 1
for i = 1, 5000 do state = state * 1103515245 + 12345 & 0x7fffffff t[i] = state end
table.sort(t)
local sorted = true
for i = 2, #t do sorted = sorted and t[i - 1] <= t[i] end
print(sorted) -- expect: true
