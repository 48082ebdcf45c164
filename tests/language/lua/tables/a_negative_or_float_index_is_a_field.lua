local t = { [-1] = "minus", [1.5] = "fraction" }
print(t[-1], t[1.5], #t) -- expect: minus	fraction	0
