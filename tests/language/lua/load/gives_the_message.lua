print(load("x =", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near <eof>
