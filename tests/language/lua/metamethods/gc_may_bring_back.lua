local kept
do local x = setmetatable({ name = "back" }, { __gc = function(o) kept = o end }) end
collectgarbage()
print(kept.name) -- expect: back
