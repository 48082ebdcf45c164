print(load("return 1", "=chunk", "b")) -- expect: nil	attempt to load a text chunk (mode is 'b')
