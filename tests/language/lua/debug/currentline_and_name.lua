local function where() return debug.getinfo(2, "l").currentline, debug.getinfo(1, "n").name end
print(where()) -- expect: 2	where
