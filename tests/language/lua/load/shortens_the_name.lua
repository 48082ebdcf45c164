print(select(2, load("x =", "one line\nanother"))) -- expect: [string "one line..."]:1: unexpected symbol near <eof>
print((select(2, load("x =", "=" .. ("n"):rep(100)))))
-- expect: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn:1: unexpected symbol near <eof>
