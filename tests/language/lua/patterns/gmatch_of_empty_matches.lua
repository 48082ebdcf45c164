local n = 0
for _ in ("abc"):gmatch "" do n = n + 1 end
print(n) -- expect: 4
