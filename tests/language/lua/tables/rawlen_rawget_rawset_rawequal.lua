local t = setmetatable({}, { __len = function() return 9 end, __index = function() return "i" end, __newindex = error, __eq = function() return true end })
rawset(t, 1, "x")
print(rawlen(t), #t, rawget(t, 2), t[2], rawequal(t, setmetatable({}, getmetatable(t)))) -- expect: 1	9	nil	i	false
