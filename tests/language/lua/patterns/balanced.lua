print(("f(a(b)c)d"):match "%b()", ("(("):match "%b()") -- expect: (a(b)c)	nil
