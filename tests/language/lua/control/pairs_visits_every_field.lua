local n, sum = 0, 0
for _, v in pairs { 1, 2, x = 3, y = 4 } do n, sum = n + 1, sum + v end
print(n, sum) -- expect: 4	10
