local f = load(string.dump(function(a) return a * 2 end))
print(f(21)) -- expect: 42
