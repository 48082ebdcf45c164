print(os.difftime(10, 4), os.clock() >= 0, math.type(os.time())) -- expect: 6.0	true	integer
