print(("<i2"):pack(258):byte(1, -1)) -- expect: 2	1
print((">i2"):pack(258):byte(1, -1)) -- expect: 1	2
print(("<i3"):unpack(("<i3"):pack(-2))) -- expect: -2	4
