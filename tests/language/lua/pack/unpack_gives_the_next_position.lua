print(("<I1 I1"):unpack("\1\2\3")) -- expect: 1	2	3
print(("<I1"):unpack("\1\2\3", 3)) -- expect: 3	4
