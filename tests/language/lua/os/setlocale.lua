print(os.setlocale(), os.setlocale "C", os.setlocale "absent") -- expect: C	C	nil
