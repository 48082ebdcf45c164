print(0xffffffffffffffff, 0x1ffffffffffffffff, 0x7fffffffffffffff == math.maxinteger) -- expect: -1	-1	true
