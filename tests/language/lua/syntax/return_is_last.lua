print(load("return 1; print(2)", "=chunk")) -- expect: nil	chunk:1: <eof> expected near 'print'
