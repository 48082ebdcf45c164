local a, b, c = 1, 2
print(a, b, c) -- expect: 1	2	nil
