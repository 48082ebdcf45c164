print(pcall(error, "bare", 0)) -- expect: false	bare
