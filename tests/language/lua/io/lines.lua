local path = os.tmpname()
local f = io.open(path, "w")
f:write "a\nb\n\nc"
f:close()
for line in io.lines(path) do io.write("[", line, "]") end
for two in io.lines(path, 2) do io.write("<", two:gsub("\n", "|"), ">") end
print() -- expect: [a][b][][c]<a|><b|><|c>
os.remove(path)
