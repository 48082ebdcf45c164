local factorial = function(n) return n < 2 and 1 or n * factorial(n - 1) end
print(pcall(factorial, 3)) -- expect: false	...:1: attempt to call a nil value (global 'factorial')
