print(select(-1, "a", "b", "c")) -- expect: c
print(select(-2, "a", "b", "c")) -- expect: b	c
print(pcall(select, -4, "a", "b", "c")) -- expect: false	bad argument #1 to 'select' (index out of range)
