print(1 == "1", nil == false, "" == 0) -- expect: false	false	false
