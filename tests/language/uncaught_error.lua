-- The error that ends a script is reported at its own line, after what was printed before.
print "before" --> before
local function far(x)
  if x > 3 then error("x is " .. x) end --! x is 4
end
far(4)
