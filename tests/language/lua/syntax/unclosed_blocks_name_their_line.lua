print(load("if x then\n\n", "=chunk")) -- expect: nil	chunk:3: 'end' expected (to close 'if' at line 1) near <eof>
print(load("f(\n1", "=chunk")) -- expect: nil	chunk:2: ')' expected (to close '(' at line 1) near <eof>
print(load("t = {\n1, 2", "=chunk")) -- expect: nil	chunk:2: '}' expected (to close '{' at line 1) near <eof>
