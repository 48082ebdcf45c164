print(("a\0b"):len() == #"a\0b") -- expect: true
