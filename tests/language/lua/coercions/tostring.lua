print(tostring(nil), tostring(true), tostring(1), tostring(1.0), tostring "x") -- expect: nil	true	1	1.0	x
