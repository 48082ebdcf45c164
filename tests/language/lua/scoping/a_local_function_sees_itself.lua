local function factorial(n) return n < 2 and 1 or n * factorial(n - 1) end
print(factorial(10)) -- expect: 3628800
