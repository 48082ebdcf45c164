local path = os.tmpname()
local file = io.open(path, "w")
file:write "#!shebang\nreturn ..., 'from the file'"
file:close()
print(dofile(path)) -- expect: nil	from the file
print(loadfile(path)(1)) -- expect: 1	from the file
print(loadfile(path, "b") == nil) -- expect: true
os.remove(path)
