table.insert(package.searchers, 1, function(name) if name == "made.up" then return function(n, extra) return extra .. n end, "extra " end end)
print(require "made.up") -- expect: extra made.up	extra 
