print(#{}, #{ 1, 2, 3 }, #{ n = 1 }, #{ nil }, #{ 1, nil, 3 } == 3) -- expect: 0	3	0	0	true
