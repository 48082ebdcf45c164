print(("%x|%X|%#x|%o"):format(255, 255, 255, 8), ("%x"):format(-1)) -- expect: ff|FF|0xff|10	ffffffffffffffff
