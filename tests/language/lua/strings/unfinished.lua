print(load('x = "abc', "=chunk")) -- expect: nil	chunk:1: unfinished string near <eof>
print(load("x = [[abc", "=chunk")) -- expect: nil	chunk:1: unfinished long string (starting at line 1) near <eof>
