for i = 1.0, 2 do print(i, math.type(i)) end
-- expect: 1.0	float
-- expect: 2.0	float
