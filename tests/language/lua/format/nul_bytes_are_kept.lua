print(#("%s"):format "a\0b", #("a\0%d"):format(1)) -- expect: 3	3
