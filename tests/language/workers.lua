-- The option workers: how many evaluations of a request go on at once. It changes no value.
local ng = require "nilgrad"

local parts = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 8 }, update = ng.update.sgd { lr = 1e-3 } }
local function bits(f, workers, minimize)
  local r = (minimize or ng.minimize)(f, { optimizer = parts, steps = 30, x0 = 0.5, seed = 1, workers = workers })
  return ("%a %a"):format(r.value, r.last[1]) .. " " .. r.evaluations
end
for _, f in ipairs { ng.objective.rosenbrock { dim = 50 }, ng.objective.ackley { dim = 7, rotation = 2 } } do
  local alone = bits(f)
  print(bits(f, 1) == alone, bits(f, 2) == alone, bits(f, 8) == alone, bits(f, 3, ng.maximize) == bits(f, 1, ng.maximize)) --> true	true	true	true
  --> true	true	true	true
end

local worker = [[while read -r line; do id=${line#*:}; x=${line#*'"x":['}; echo "{\"id\":${id%%,*},\"value\":${x%%,*}}"; done]]
local process = ng.objective.process { command = worker, dim = 3 }
print(bits(process, 4) == bits(process), bits(process, 2) == bits(process)) --> true	true

local function refused(f, options)
  print((select(2, pcall(ng.minimize, f, options)):gsub("^.-:%d+: ", "", 1)))
end
refused(function() return 1 end, { dim = 1, workers = 2 }) --> option 'workers' is 2, but a Lua function runs on one thread; use ng.objective.process
refused(ng.objective.define { f = math.abs, dim = 1 }, { workers = 2 }) --> option 'workers' is 2, but a Lua function runs on one thread; use ng.objective.process
refused(function() return 1 end, { dim = 1, workers = 0 }) --> option 'workers' of ng.minimize must be an integer from 1 to 1024, got 0
print(ng.minimize(function() return 1 end, { dim = 1, workers = 1, budget = 3 }).evaluations) --> 3
refused(ng.objective.sphere { dim = 1 }, { worker = 2 }) --> unknown option 'worker' of ng.minimize; did you mean 'workers'?
