local const, close = 1, 2
print(const, close) -- expect: 1	2
