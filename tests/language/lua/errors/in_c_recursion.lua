local function f(s) return (s:gsub(".", f)) end
print(select(2, pcall(f, "x")):match "C stack overflow") -- expect: C stack overflow
