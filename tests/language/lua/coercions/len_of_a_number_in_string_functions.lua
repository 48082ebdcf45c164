print(string.len(12345), string.rep(7, 3), string.upper(1.5)) -- expect: 5	777	1.5
