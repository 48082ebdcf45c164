print(select(2, load("x =", "@file.lua")), select(2, load("x =", "some text")))
-- expect: file.lua:1: unexpected symbol near <eof>	[string "some text"]:1: unexpected symbol near <eof>
