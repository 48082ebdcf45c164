local zero = 0
print(1 / zero, 1 // 0.0) -- expect error: attempt to divide by zero
-- expect: inf	inf
print(1 // zero)
