print(load("local x <close> = nil; x = 1", "=chunk")) -- expect: nil	chunk:1: attempt to assign to const variable 'x'
