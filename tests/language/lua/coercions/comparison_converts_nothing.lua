print(1 == "1", "1" == 1, 0 == false) -- expect: false	false	false
