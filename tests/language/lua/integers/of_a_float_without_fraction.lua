print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger "8", math.tointeger {}) -- expect: 3	nil	8	nil
