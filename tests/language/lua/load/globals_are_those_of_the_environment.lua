local f = load "counter = (counter or 0) + 1 return counter"
print(f(), f(), counter) -- expect: 1	2	2
