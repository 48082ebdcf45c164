print(#"", #"abc", #"é", #"a\0b") -- expect: 0	3	2	3
