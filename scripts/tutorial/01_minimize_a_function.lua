-- 1. Minimize a function. Run it from the repository's root: nilgrad scripts/tutorial/01_minimize_a_function.lua
local ng = require "nilgrad"

-- Any Lua function of a point is an objective. Its gradient is never asked for.
local function valley(x)
  return (1 - x[1]) ^ 2 + 100 * (x[2] - x[1] ^ 2) ^ 2
end

-- Say how many variables there are, where they may lie and how many evaluations may be spent. The seed makes it repeatable, to the bit.
local result = ng.minimize(valley, { dim = 2, lower = -2, upper = 2, budget = 1000, seed = 1 })

-- A result prints as a summary. It also says which optimizer was chosen for you, and why.
print(result)
--> best value   ...
--> at           tensor [2] float64 { ... }
--> evaluations  ...
--> stopped      ...
--> time         ... s
--> optimizer    ...

-- Everything in it is a field. The minimum lies at (1, 1).
print(("%.3f  %.3f"):format(result.x[1], result.x[2]))   --> 1.000  1.000
print(result.value < 1e-8)                               --> true
print(result.evaluations <= 1000)                        --> true

-- The history holds every improvement.
local first, last = result.history[1], result.history[#result.history]
print(first.value > last.value)                          --> true

-- Choose the optimizer yourself, and stop as soon as a value is good enough.
local quick = ng.minimize(valley, { dim = 2, x0 = { -1, 1 }, target = 1e-6, budget = 5000, seed = 1,
  optimizer = ng.optimizer.nelder_mead() })
print(quick.reason, quick.value <= 1e-6)                 --> target	true

-- At the prompt, ?ng.minimize tells all options, and ng.optimizer. with Tab all optimizers. Next: 02_estimates_are_objects.lua
