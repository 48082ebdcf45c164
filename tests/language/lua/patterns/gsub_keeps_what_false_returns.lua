print(("abc"):gsub("b", function() return false end)) -- expect: abc	1
