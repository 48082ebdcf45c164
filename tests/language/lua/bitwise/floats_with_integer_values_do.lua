print(3.0 & 1, 2 ^ 3 | 1) -- expect: 1	9
