local function f(x) return type(x) end
print(f "text", f { 1 }, f [[long]]) -- expect: string	table	string
