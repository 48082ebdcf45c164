-- minimize and maximize: how a run ends, what its result holds, and what is refused.
local ng = require "nilgrad"
local bowl = function(x) return (x[1] - 1) ^ 2 + x[2] ^ 2 end

local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/minimize%.lua:%d+: ", "")))
end

local r = ng.minimize(bowl, { dim = 2, lower = -5, upper = 5, budget = 500, seed = 1 })
print(r.evaluations, r.failures, r.reason, r.value < 1e-6, #r.x, r.optimizer) --> 499	0	budget	true	2	ng.optimizer.cmaes { restarts = 'bipop' } (chosen for dimension 2 ≤ 100 and at least 200 evaluations a variable)
print(math.abs(bowl(r.x) - r.value) == 0, r.history[#r.history].value == r.value, r.history[1].evaluations) --> true	true	1
for i = 2, #r.history do assert(r.history[i].value < r.history[i - 1].value and r.history[i].evaluations > r.history[i - 1].evaluations) end
print(tostring(r):match "^best value   %S+\nat           .+\nevaluations  499\nstopped      budget\ntime         .+ s\noptimizer    ng%." ~= nil) --> true

-- the dimension comes from dim, x0, a bound or the objective
print(#ng.minimize(bowl, { x0 = { 3, 4 }, budget = 5 }).x, #ng.minimize(bowl, { lower = { 0, 0 }, budget = 5 }).x) --> 2	2
print(#ng.minimize(function(x) return x[1] end, { x0 = { 3 }, budget = 5 }).x, #ng.minimize(ng.objective.sphere { dim = 4 }, { x0 = 1, budget = 5 }).x) --> 1	4

-- ends
print(ng.minimize(bowl, { dim = 2, target = 0.01, seed = 1 }).reason, ng.minimize(bowl, { dim = 2, steps = 7, seed = 1 }).steps) --> target	7
print(ng.minimize(function(x) return x[1] end, { dim = 1, seconds = 0.01 }).reason, ng.minimize(bowl, { dim = 2, seed = 1, optimizer = ng.optimizer.one_plus_one() }).evaluations) --> seconds	2000
local seen = {}
r = ng.minimize(bowl, { dim = 2, seed = 1, optimizer = ng.optimizer.one_plus_one(), callback = function(progress)
  seen[#seen + 1] = ("%d %d %s"):format(progress.steps, progress.evaluations, #progress.x)
  return #seen == 3
end })
print(r.reason, table.concat(seen, ", ")) --> callback	1 2 2, 2 3 2, 3 4 2

-- two evaluations a query and no part of a step: 10 do not hold a second step of 8
local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 4 } }
print(ng.minimize(bowl, { dim = 2, budget = 10, optimizer = zo }).evaluations) --> 8
refused(ng.minimize, bowl, { dim = 2, budget = 7, optimizer = zo }) --> option 'budget' is 7, but the first request of ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 4 } } takes 8 evaluations

-- maximize reports the user's own values
r = ng.maximize(function(x) return 7 - bowl(x) end, { dim = 2, budget = 600, target = 6.999, seed = 1 })
print(r.reason, r.value >= 6.999, r.history[1].value < r.value, math.abs(r.x[1] - 1) < 0.1) --> target	true	true	true

-- the same seed is the same run, whatever else runs in between; tensors of float32 stay that
local function run(seed) return ng.minimize(bowl, { dim = 2, budget = 100, seed = seed, optimizer = ng.optimizer.one_plus_one() }).value end
print(run(3) == run(3), run(3) == run(4)) --> true	false
local x0 = ng.tensor.zeros({ 2 }, "float32")
r = ng.minimize(bowl, { x0 = x0, budget = 100, seed = 1 })
print(r.x.dtype, x0[1], x0[2]) --> float32	0.0	0.0

-- what does not fit
refused(ng.minimize, bowl, { dim = 2, x0 = { 1, 2, 3 } })          --> option 'x0' has 3 numbers for a problem of dimension 2; give one number or 2
refused(ng.minimize, bowl, { x0 = { 1, 2 }, lower = { 1, 2, 3 } }) --> option 'lower' has 3 values for a problem of dimension 2; give one number or 2
refused(ng.minimize, bowl, { dim = 2, lower = 5, upper = -5 })     --> lower must be less than upper: coordinate 1 has 5 and -5
refused(ng.minimize, bowl, { dim = 2, lower = 1, upper = 1 })      --> lower must be less than upper: coordinate 1 has 1 and 1
local ball = ng.constraint.l2 { radius = 1, centre = { 0, 0, 0 } }
refused(ng.minimize, bowl, { dim = 2, optimizer = ng.optimizer.zeroth_order { constraint = ball } }) --> option 'centre' has 3 numbers for a point of dimension 2; give one number or 2
local cosine = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = ng.schedule.cosine() } }
refused(ng.minimize, bowl, { dim = 2, seconds = 1, optimizer = cosine }) --> ng.schedule.cosine does not know how long the run is: give it steps = …, or the run a budget or steps

ng.minimize(bowl, { dim = 2, callback = function()
  error "in the callback" --! in the callback
end })
