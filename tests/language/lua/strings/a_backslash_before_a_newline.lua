local text = "one\
two"
print(text)
-- expect: one
-- expect: two
