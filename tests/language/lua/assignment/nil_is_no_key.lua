local t = {}
print(t[nil]) -- expect: nil
t[nil] = 1 -- expect error: table index is nil
