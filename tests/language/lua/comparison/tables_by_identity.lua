local t = {}
print(t == t, t == {}, {} == {}) -- expect: true	false	false
