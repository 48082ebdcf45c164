print(math.type("10" + 0), math.type("10.0" + 0), "10" + 0, "10.0" + 0) -- expect: integer	float	10	10.0
