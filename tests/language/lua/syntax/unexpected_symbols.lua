print(load("x = @", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near '@'
print(load("x = $y", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near '$'
print(load("x = 1 ! 2", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near '!'
