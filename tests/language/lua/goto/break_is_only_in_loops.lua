print(load("if true then break end", "=chunk")) -- expect: nil	chunk:1: break outside loop at line 1
