print(utf8.len "häß€", utf8.len "", utf8.len("häß", 2), #"häß€") -- expect: 4	0	2	8
