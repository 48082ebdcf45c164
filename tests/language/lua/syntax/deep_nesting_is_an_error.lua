print(load(("("):rep(300), "=chunk") == nil, load(("do "):rep(300), "=chunk") == nil) -- expect: true	true
