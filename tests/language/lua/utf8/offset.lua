print(utf8.offset("aä€b", 3), utf8.offset("aä€b", -1), utf8.offset("aä€b", 0, 3), utf8.offset("abc", 5))
-- expect: 4	7	2	nil
