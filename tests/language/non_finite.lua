-- NaN, inf and -inf are failed evaluations: counted, never the best, and no step is made from them.
local ng = require "nilgrad"
local sgd = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 0.05 } }

local function report(r) print(r.evaluations, r.failures, r.value == r.value, #r.history > 0, r.reason) end

for _, bad in ipairs { 0 / 0, 1 / 0, -1 / 0 } do
  report(ng.minimize(function() return bad end, { dim = 2, budget = 100, optimizer = sgd }))
end --> 20	20	false	false	no finite values in steps 1 to 10
--> 20	20	false	false	no finite values in steps 1 to 10
--> 20	20	false	false	no finite values in steps 1 to 10

-- at the start: left at the first finite value
local calls = 0
local function late(x)
  calls = calls + 1
  return calls <= 3 and -1 / 0 or (x[1] - 1) ^ 2
end
report(ng.minimize(late, { dim = 1, budget = 100, seed = 1, optimizer = ng.optimizer.one_plus_one() })) --> 100	3	true	true	budget

-- in the middle, for either direction of search
for _, bad in ipairs { 0 / 0, 1 / 0, -1 / 0 } do
  calls = 0
  local function sometimes(x)
    calls = calls + 1
    return calls % 5 == 0 and bad or (x[1] - 1) ^ 2
  end
  local r = ng.minimize(sometimes, { dim = 1, budget = 200, seed = 1, optimizer = sgd })
  calls = 0
  local up = ng.maximize(function(x) return -sometimes(x) end, { dim = 1, budget = 200, seed = 1, optimizer = sgd })
  print(r.failures, r.value < 0.01, up.failures, up.value > -0.01) --> 40	true	40	true
                                                                   --> 40	true	40	true
                                                                   --> 40	true	40	true
end

local empty = ng.minimize(function() return 0 / 0 end, { x0 = { 3, 4 }, budget = 30, optimizer = ng.optimizer.one_plus_one() })
print(empty.x[1], empty.x[2], tostring(empty):match "evaluations  %d+ %(%d+ failed%)") --> 3.0	4.0	evaluations  30 (30 failed)
