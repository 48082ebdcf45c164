print(load "return 1 + 1" ()) -- expect: 2
