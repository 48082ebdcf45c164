print(utf8.len "ab\xff", utf8.len "\xe2\x82") -- expect: nil	nil	1
