print(1 == 1.0, math.type(1), math.type(1.0), math.type "1") -- expect: true	integer	float	nil
