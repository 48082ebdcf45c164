local path = os.tmpname()
local f = io.open(path, "w+")
f:write "12 0x1F 1e2\nline\nlast"
f:seek "set"
print(f:read("n", "n", "n", "l", "L", 2, "a", "a"))
-- expect: 12	31	100.0		line
-- expect: 	la	st	
print(f:read "l", f:read(0)) -- expect: nil	nil
f:close()
os.remove(path)
