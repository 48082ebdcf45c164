-- 3. An optimizer from parts: how to estimate, what to make of an estimate, and where points may lie.
local ng = require "nilgrad"

local f = ng.objective.rosenbrock { dim = 10 }

local adam = ng.optimizer.zeroth_order {
  estimator  = ng.estimator.two_point { queries = 4 },
  update     = ng.update.adam { lr = ng.schedule.cosine { from = 0.1, to = 0.001, steps = 1000 } },
  constraint = ng.constraint.box(-2, 2),
}
-- A part is a recipe: it prints as it was written, and each run makes its own instance of it.
print(adam)
--> ng.optimizer.zeroth_order { constraint = ...

-- Change one part and compare. What has an optimizer's shape goes wherever one is asked for.
local contenders = {
  { "two points, adam",  adam },
  { "aligned, adam",     ng.optimizer.zeroth_order { estimator = ng.estimator.dap { queries = 4 },
                           update = ng.update.adam { lr = 0.05 }, constraint = ng.constraint.box(-2, 2) } },
  { "clipped, momentum", ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 4 },
                           update = ng.update.chain { ng.update.clip_norm { most = 1 }, ng.update.trace(),
                             ng.update.scale { factor = 0.01 } } } },
  { "CMA-ES",            ng.optimizer.cmaes { sigma = 0.5 } },
}
local runs, names = {}, {}
for i, one in ipairs(contenders) do
  local r = ng.minimize(f, { optimizer = one[2], x0 = 0, budget = 8000, seed = 1, progress = false })
  runs[i], names[i] = r, one[1]
  print(("%-18s %8.2g"):format(one[1], r.value))
end
--> two points, adam   ...
--> aligned, adam      ...
--> clipped, momentum  ...
--> CMA-ES             ...
print(runs[4].value < runs[1].value)             --> true

-- ng.plot.convergence(runs) draws all four in the terminal; with a file's name as well it is a picture (.png, .svg or .pdf).
local name = os.tmpname()
local picture = name .. ".svg"
ng.plot.convergence(runs, picture, { names = names, optimum = 0, title = "Rosenbrock in 10 variables" })
print(io.open(picture):read(5))                  --> <?xml
os.remove(picture)
os.remove(name)

-- A misspelt option is an error that says what was meant.
print(select(2, pcall(ng.update.adam, { lrate = 0.1 })))
--> ...unknown option 'lrate' of ng.update.adam; its options are lr, beta1, beta2, epsilon

-- Next: 04_noise_and_diagnosis.lua
