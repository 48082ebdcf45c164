print(("hello"):match "^h", ("hello"):match "^e", ("hello"):match "o$", ("a^b$c"):match "a^b$c")
-- expect: h	nil	o	a^b$c
