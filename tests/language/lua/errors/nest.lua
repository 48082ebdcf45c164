print(pcall(pcall, error, "inner")) -- expect: true	false	inner
