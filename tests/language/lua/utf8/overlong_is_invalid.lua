print(utf8.len "\xc0\x80") -- expect: nil	1
