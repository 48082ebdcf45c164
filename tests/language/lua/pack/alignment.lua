print(("!4 b i4"):packsize(), ("!8 b Xd d"):packsize(), ("b i4"):packsize()) -- expect: 8	16	5
