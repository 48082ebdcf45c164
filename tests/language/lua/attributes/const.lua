local x <const> = 5
print(x) -- expect: 5
print(load("local x <const> = 5; x = 6", "=chunk")) -- expect: nil	chunk:1: attempt to assign to const variable 'x'
