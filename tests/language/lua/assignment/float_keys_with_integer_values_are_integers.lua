local t = {}
t[1.0] = "one"
t[2 ^ 53] = "large"
print(t[1], t[1 << 53], math.type(next({ [3.0] = true }))) -- expect: one	large	integer
