print(("<I2"):unpack "\255\255", ("B"):unpack "\200", ("b"):unpack "\200") -- expect: 65535	200	-56	2
