print(#("z"):pack "abc", ("zz"):unpack "one\0two\0") -- expect: 4	one	two	9
