print(nil and error "not reached", false and 1, 1 and 2, 1 and nil) -- expect: nil	false	2	nil
