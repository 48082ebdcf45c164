print(#("a\0b"):match "%z", ("a\0b"):find "\0", ("a\0b"):find("b", 1, true)) -- expect: 1	2	3	3
