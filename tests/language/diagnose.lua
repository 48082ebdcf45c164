-- ng.diagnose on functions that are built to have each property.
local ng = require "nilgrad"

local function within(number, factor, expected) return number >= expected / factor and number <= expected * factor end
local exp = math.exp

-- a smooth function without noise: its values are rounded, the h follow from that
local smooth = ng.diagnose(function(x) return exp(x[1]) + exp(x[2]) end, { 0, 0 })
print(smooth.noise_kind, within(smooth.noise, 8, 2e-16), smooth.kinks)          --> round-off	true	false
print(within(smooth.h.forward, 5, 2e-8), within(smooth.h.central, 5, 7e-6))     --> true	true
print(within(smooth.curvature.median, 1.01, 1), within(smooth.gradient_norm, 1.01, math.sqrt(2)))  --> true	true
print(within(smooth.participation, 1.01, 2), within(smooth.scales, 3, 1))       --> true	true
print(smooth.recommendation.estimator_name, #smooth.recommendation.reasons > 0) --> coordinate	true

-- noise, another at every evaluation
local random = ng.random(1)
local function noisy(x) return exp(x[1]) + exp(x[2]) + 1e-3 * random:normal(1)[1] end
local stochastic = ng.diagnose(noisy, { 0, 0 })
print(stochastic.noise_kind, within(stochastic.noise, 2, 1e-3))                 --> stochastic	true
print(within(stochastic.h.forward, 4, 0.04), within(stochastic.h.central, 4, 0.11))  --> true	true
print(stochastic.recommendation.estimator_name)                                 --> two_point
local line = ng.diagnose(function(x) return exp(x[1]) + 1e-3 * random:normal(1)[1] end, { 0 })
print(line.signal_to_noise > 30 and line.signal_to_noise < 1000)                --> true

-- more noise than signal: more queries
local drowned = ng.diagnose(function(x) return 1e-3 * x[1] + random:normal(1)[1] end, { 0 })
print(drowned.noise_kind, drowned.recommendation.queries > 0)                   --> stochastic	true

-- values that are rough, but the same at the same point
local function hashed(x) return ((string.unpack("<i8", string.pack("<d", x)) * 0x9E3779B97F4A7C15) >> 40) / 2 ^ 24 - 0.5 end
local rough = ng.diagnose(function(x) return exp(x[1]) + 1e-6 * hashed(x[1]) end, { 0.1 })
print(rough.noise_kind, within(rough.noise, 4, 3e-7))                           --> deterministic	true

-- no noise at all
print(ng.diagnose(function() return 0 end, { 1, 2 }).noise_kind)                --> none

-- a kink at x, and none beside it
local function kinked(x) return math.abs(x[1]) + exp(x[2]) end
print(ng.diagnose(kinked, { 0, 0 }).kinks, ng.diagnose(kinked, { 0.5, 0 }).kinks)   --> true	false

-- a sparse gradient
local sparse = ng.diagnose(function(x) return exp(x[7]) + x[3] * 1e-6 end, ng.tensor.zeros { 30 })
print(within(sparse.participation, 1.01, 1), tostring(sparse):find "the gradient is sparse" ~= nil)  --> true	true

-- coordinates in units of their own
local scaled = ng.diagnose(function(x) return exp(x[1]) + exp(1e3 * x[2]) end, { 0, 0 })
print(within(scaled.scales, 4, 1e3), scaled.recommendation.reasons[1]:find "in scale" ~= nil)     --> true	true

-- the budget is never exceeded, and counts everything
for budget = 20, 400, 19 do
  local count = 0
  local looked, d = pcall(ng.diagnose, function(x) count = count + 1; return exp(x[1]) end, ng.tensor.zeros { 20 }, { budget = budget })
  assert(count <= budget, count)
  if looked then assert(d.evaluations == count and (d.participation ~= nil) == d.complete) end
end

-- bounds are kept
local bounded = ng.objective.define { dim = 2, lower = 0, upper = 1, f = function(x)
  assert(x[1] >= 0 and x[1] <= 1 and x[2] >= 0 and x[2] <= 1)
  return exp(x[1]) + exp(x[2])
end }
print(ng.diagnose(bounded, { 0, 1 }).noise_kind)                                --> round-off

-- the recommendation goes where an estimator is asked for
local r = ng.minimize(ng.objective.sphere { dim = 3 }, { seed = 1, steps = 50, optimizer = ng.optimizer.zeroth_order {
  estimator = ng.diagnose(ng.objective.sphere { dim = 3 }, { 1, 1, 1 }).recommendation.estimator, update = ng.update.sgd { lr = 0.2 } } })
print(r.last:dot(r.last) < 1e-6)                                                --> true

-- aligned text
print((tostring(smooth):gsub("\n.*", "")))                                      --> value            2 in dimension 2
print(tostring(smooth):find "\nh                forward" ~= nil)                --> true

-- what is refused
print(select(2, pcall(ng.diagnose, function() return 0 / 0 end, { 1 })))        --> ...ng.diagnose: f(x) is NaN; give a point at which f is a number
print(select(2, pcall(ng.diagnose, function() return "a" end, { 1 })))          --> ...ng.diagnose: f must return a number, got string
print(select(2, pcall(ng.diagnose, exp, { 1 }, { buget = 2 })))                 --> ...unknown option 'buget' of ng.diagnose; did you mean 'budget'?
print(select(2, pcall(ng.diagnose, function() return 1 end, { 1 }, { budget = 20 })))  --> ...budget = 20 does not reach to a noise level; give 50 or more
