getmetatable("").__add = function(a, b) return "text" end
print("a" + "b", "1" + "2") -- expect: text	text
