-- 4. Noise, and what to do about it: ask what a function is like before optimizing it.
local ng = require "nilgrad"

-- A measurement with noise: the value differs each time.
local noise = ng.random(5)
local function measured(x)
  return (x[1] - 1) ^ 2 + 10 * (x[2] + 0.5) ^ 2 + 0.01 * noise:normal()
end

local d = ng.diagnose(measured, { 0, 0 }, { seed = 1 })
print(d.noise_kind)                              --> stochastic
print(d.noise > 0.002 and d.noise < 0.05)        --> true

-- A difference over too small a step is all noise. The step that balances noise and bend is found from few evaluations.
print(d.h.central > 0.01)                        --> true

-- print(d) says all of it in words, with the reasons. What it advises is an estimator that can be given to an optimizer.
print(#d.recommendation.reasons > 0)             --> true
local careful = ng.optimizer.zeroth_order { estimator = d.recommendation.estimator, update = ng.update.adam { lr = 0.02 } }
local r = ng.minimize(measured, { optimizer = careful, dim = 2, x0 = 0, budget = 2000, seed = 1, keep = "last" })
print(("%.1f  %.1f"):format(r.x[1], r.x[2]))     --> 1.0  -0.5

-- A fixed step of 1e-6 measures noise divided by almost nothing.
local blind = ng.estimate(measured, { 0, 0 }, { estimator = ng.estimator.two_point { h = 1e-6, queries = 8 }, seed = 1 })
print(blind:dense():norm() > 100)                --> true

-- With noise the best value seen is the luckiest one; keep = "last" returns where the optimizer stood. Next: 05_ask_and_tell.lua
