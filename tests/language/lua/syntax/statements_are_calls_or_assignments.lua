print(load("x", "=chunk")) -- expect: nil	chunk:1: syntax error near <eof>
print(load("x + 1", "=chunk")) -- expect: nil	chunk:1: syntax error near '+'
print(load("'text'", "=chunk")) -- expect: nil	chunk:1: unexpected symbol near ''text''
