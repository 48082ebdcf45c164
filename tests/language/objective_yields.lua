-- An objective that minimize calls cannot yield; ask and tell can do what that wanted.
local ng = require "nilgrad"
local inside = coroutine.wrap(function() return pcall(ng.minimize, coroutine.yield, { dim = 1, budget = 10 }) end)
print(inside())      --> false	attempt to yield across a C-call boundary
print(pcall(ng.minimize, coroutine.yield, { dim = 1, budget = 10 })) --> false	attempt to yield from outside a coroutine

local measure = coroutine.wrap(function(run)
  while not run:done() do
    local values = {}
    for i, x in ipairs(run:ask()) do values[i] = coroutine.yield(x[1]) end
    run:tell(values)
  end
end)
local run = ng.start { x0 = { 2 }, budget = 50, seed = 1 }
local x = measure(run)
while x do x = measure(x ^ 2) end
print(run:result().evaluations, run:result().value < 0.01) --> 50	true
