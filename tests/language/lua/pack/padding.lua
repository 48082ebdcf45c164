print(("bxxb"):pack(1, 2):byte(1, -1)) -- expect: 1	0	0	2
