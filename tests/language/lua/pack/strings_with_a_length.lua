print(("s1"):pack("abc"):byte(1, -1)) -- expect: 3	97	98	99
print(("s1"):unpack "\3abcdef") -- expect: abc	5
