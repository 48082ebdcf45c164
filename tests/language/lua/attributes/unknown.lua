print(load("local x <final> = 1", "=chunk")) -- expect: nil	chunk:1: unknown attribute 'final'
