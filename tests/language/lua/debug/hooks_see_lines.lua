local seen = {}
debug.sethook(function(_, line) seen[#seen + 1] = line end, "l")
local a = 1
local b = 2
debug.sethook()
print(table.concat(seen, " ")) -- expect: 3 4 5
