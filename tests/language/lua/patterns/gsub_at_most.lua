print(("aaaa"):gsub("a", "b", 2), ("aaaa"):gsub("a", "b", 0)) -- expect: bbaa	aaaa	0
