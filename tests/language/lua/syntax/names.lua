local _, _1, aB9 = 1, 2, 3
print(_, _1, aB9) -- expect: 1	2	3
