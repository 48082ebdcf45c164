print(("abcabc"):find("b", 3), ("abc"):find("b", -1), ("abc"):find("", 10), ("abc"):find("", 4))
-- expect: 5	nil	nil	4	3
