local t = { [1] = "number", ["1"] = "string" }
print(t[1], t["1"]) -- expect: number	string
