local text = "one \z
              two"
print(text) -- expect: one two
