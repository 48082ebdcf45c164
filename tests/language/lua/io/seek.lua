local f = io.tmpfile()
f:write "0123456789"
print(f:seek("set", 3), f:read(2), f:seek "cur", f:seek "end") -- expect: 3	34	5	10
f:close()
