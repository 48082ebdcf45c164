package.searchers = { function(name) return "\n\tnot in mine: " .. name end }
print(select(2, pcall(require, "x")))
-- expect: module 'x' not found:
-- expect: 	
-- expect: 	not in mine: x
