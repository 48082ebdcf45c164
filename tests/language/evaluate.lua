-- evaluate_every: a run's point is assessed along the way, in the result, in the journal, and once.
local ng = require "nilgrad"
local path <close> = setmetatable({ os.tmpname() }, { __close = function(self) os.remove(self[1]) end })
local file = path[1]
os.remove(file)

local calls, stop_at = 0, nil
local function bowl(x)
  if calls == stop_at then error("the power fails", 0) end
  calls = calls + 1
  return (x[1] - 1) ^ 2 + 3 * x[2] ^ 2
end
local function options(journal)
  return { dim = 2, x0 = { 3, 4 }, budget = 40, evaluate_every = 3, seed = 1, journal = journal,
    optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 2 }, update = ng.update.sgd { lr = 0.02 } } }
end

-- a function is assessed by its value, outside the budget
local r = ng.minimize(bowl, options())
print(r.evaluations, calls, r.steps, #r.evaluated, r.best_step) --> 40	44	10	4	10
for _, e in ipairs(r.evaluated) do io.write(e.step, " ") end
print() --> 3 6 9 10 
print(r.evaluated[4].value == bowl(r.last), r.evaluated[1].value > r.evaluated[4].value) --> true	true
print(tostring(r):match "best step    %d+") --> best step    10

-- after an error in an assessment (the evaluation after the third step's) only what is missing is made
calls, stop_at = 0, 12
print(pcall(ng.minimize, bowl, options(file))) --> false	the power fails
stop_at = nil
local again = ng.resume(file, { objective = bowl })
print(calls, again.best_step, #again.evaluated, again.last[1] == r.last[1]) --> 44	10	4	true
for i, e in ipairs(again.evaluated) do assert(e.step == r.evaluated[i].step and e.value == r.evaluated[i].value) end
again = ng.resume(file, { objective = bowl })
print(calls, again.best_step, #again.evaluated) --> 44	10	4

-- a native function, maximized; figures reach the callback of their step
os.remove(file)
local seen = {}
local hill = ng.objective.sphere { dim = 4 }
r = ng.maximize(hill, { x0 = 1, lower = -2, upper = 2, budget = 60, evaluate_every = 4, seed = 1, journal = file,
  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = 0.02 } },
  callback = function(progress)
    if progress.evaluated then seen[#seen + 1] = progress.evaluated.step end
    return progress.steps == 10
  end })
print(r.reason, #r.evaluated, r.evaluated[3].step, table.concat(seen, " ")) --> callback	3	10	4 8
local best = r.evaluated[1]
for _, e in ipairs(r.evaluated) do if e.value > best.value then best = e end end
print(r.best_step == best.step) --> true
print(ng.resume(file, { objective = hill, evaluate_every = 1 }).best_step == r.best_step) --> true
local at_best = ng.replay(file, { step = r.best_step })
print(hill(at_best) == best.value) --> true

-- nothing is asked for unless told, and runs of ask and tell have no one to ask
print(#ng.minimize(hill, { budget = 40, seed = 1 }).evaluated, ng.minimize(hill, { budget = 40, seed = 1 }).best_step) --> 0	nil
print(pcall(ng.start, { dim = 2, evaluate_every = 2 })) --> false	...unknown option 'evaluate_every' of ng.start...
print(pcall(ng.minimize, hill, { evaluate_every = 0 })) --> false	...option 'evaluate_every'...

-- a progress tells its x while the callback runs, and what was read stays
local kept, read
ng.minimize(hill, { budget = 60, seed = 1, callback = function(progress)
  if progress.steps == 1 then read = progress print(#progress.x) end --> 4
  if progress.steps == 2 then kept = progress end
end })
print(#read.x) --> 4
print(pcall(function() return kept.x end)) --> false	...progress.x is a point of a step that is over: read it in the callback
print(kept.steps, kept.y) --> 2	nil
