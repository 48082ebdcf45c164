print(("A"):byte(), ("abc"):byte(1, -1), string.char(72, 105), ("abc"):byte(10)) -- expect: 65	97	Hi
