print(pcall(5)) -- expect: false	attempt to call a number value
print(pcall()) -- expect error: bad argument #1 to 'pcall' (value expected)
