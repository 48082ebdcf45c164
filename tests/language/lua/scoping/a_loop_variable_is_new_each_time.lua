local f = {}
for i = 1, 3 do f[i] = function() i = i + 10 return i end end
print(f[1](), f[1](), f[2](), f[3]()) -- expect: 11	21	12	13
