print(load("x = = 1", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near '='
print(load("x = 1 +", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near <eof>
print(load("for i = 1 do end", "=chunk")) -- expect: nil	chunk:1: ',' expected near 'do'
