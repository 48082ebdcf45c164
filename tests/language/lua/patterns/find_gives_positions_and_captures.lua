print(("hello world"):find "o w") -- expect: 5	7
print(("hello world"):find("(o) (w)")) -- expect: 5	7	o	w
