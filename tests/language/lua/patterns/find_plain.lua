print(("a.b"):find(".", 1, true), ("a+b"):find("+", 1, true)) -- expect: 2	2	2
