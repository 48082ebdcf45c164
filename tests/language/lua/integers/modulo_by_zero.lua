local zero = 0
print(1 % 0.0 ~= 1 % 0.0) -- expect error: attempt to perform 'n%0'
-- expect: true
print(1 % zero)
