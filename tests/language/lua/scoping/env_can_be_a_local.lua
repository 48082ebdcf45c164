local function f(_ENV) return x end
print(f { x = "from the table" }) -- expect: from the table
