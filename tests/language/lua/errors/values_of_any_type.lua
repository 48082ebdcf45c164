print(pcall(error, nil)) -- expect: false	nil
print(pcall(error, 42)) -- expect: false	42
print(select(2, pcall(error, { code = 1 })).code) -- expect: 1
