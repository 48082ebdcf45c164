print(#("c5"):pack "abc", ("c2"):unpack "abcd") -- expect: 5	ab	3
