print(("a1 _%"):gsub("%a", "A"), ("a1 _"):gsub("%d", "D")) -- expect: A1 _%	aD _	1
print(("a1 \t_"):gsub("%s", "S"), ("a1_!"):gsub("%p", "P")) -- expect: a1SS_	a1PP	2
print(("aZ09"):gsub("%x", "X"), ("a\1b"):gsub("%c", "C"), ("aB"):gsub("%u", "U")) -- expect: XZXX	aCb	aU	1
