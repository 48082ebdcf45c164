print(pcall(assert, false, "as it is")) -- expect: false	as it is
