print(load("local a <close>, b <close> = nil, nil", "=chunk"))
-- expect: nil	chunk:1: multiple to-be-closed variables in local list
local a, b <close> = 1, nil
print(a, b) -- expect: 1	nil
