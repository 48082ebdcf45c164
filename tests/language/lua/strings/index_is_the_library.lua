print(("x").rep == string.rep, ("x").absent) -- expect: true	nil
