print(("abc"):gsub("", "-"), (""):gsub("", "x"), ("abc"):gsub("%w*", "x")) -- expect: -a-b-c-	x	x	1
