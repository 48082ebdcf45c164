local t = { 1, 2; 3, x = "x", ["y z"] = "yz", [10] = 10, }
print(#t, t.x, t["y z"], t[10]) -- expect: 3	x	yz	10
