local function closing(name, fails) return setmetatable({}, { __close = function(_, e) print(name, e) if fails then error("from " .. name, 0) end end }) end
-- expect: c	nil
-- expect: b	from c
-- expect: a	from b
print(pcall(function() -- expect: false	from b
  local a <close> = closing "a"
  local b <close> = closing("b", true)
  local c <close> = closing("c", true)
end))
