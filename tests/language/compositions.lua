-- Estimators compose where mathematics lets them, and say why where it does not.
local ng = require "nilgrad"
local E = ng.estimator
local f = ng.objective.linear { coefficients = { 1, -2, 3 }, offset = 5 }
local x = { 0.5, 0.5, 0.5 }

local function rounded(g) return string.format("%.3f %.3f %.3f", g[1], g[2], g[3]) end
local function refused(make, options)
  local ok, message = pcall(make, options)
  if ok then ok, message = pcall(ng.estimate, f, x, { estimator = message }) end
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/compositions%.lua:%d+: ", "")))
end

local all = E.coordinate_block { block = 3 }
print(rounded(ng.estimate(f, x, { estimator = E.averaged { estimator = all, count = 2 } }):dense()))        --> 1.000 -2.000 3.000
print(rounded(ng.estimate(f, x, { estimator = E.sign { estimator = all } }):dense()))                        --> 1.000 -1.000 1.000
print(rounded(ng.estimate(f, x, { estimator = E.orthogonal { queries = 3 } }):dense()))                      --> 1.000 -2.000 3.000
print(rounded(ng.estimate(f, x, { estimator = E.svrg { snapshot = E.coordinate() } }):dense()))              --> 1.000 -2.000 3.000
local deep = E.sign { estimator = E.control_variate { estimator = E.averaged { estimator = E.orthogonal { queries = 3 }, count = 2 } } }
print(rounded(ng.estimate(f, x, { estimator = deep }):dense()), ng.estimate(f, x, { estimator = deep }).evaluations) --> 1.000 -1.000 1.000	12

refused(E.averaged, { estimator = E.residual() }) --> ng.estimator.averaged takes the mean of independent estimates, but each of ng.estimator.residual() depends on the value before; raise its own number of directions instead
refused(E.svrg, { estimator = E.es() })           --> ng.estimator.svrg adds differences of estimates to an estimate, which ng.estimator.es() does not allow: it is not the gradient on average
refused(E.control_variate, { estimator = E.sign() }) --> ng.estimator.control_variate takes a linear function out of the values and adds its gradient again, which ng.estimator.sign() does not allow: it is not the gradient on average
refused(E.one_point, { perturbation = ng.perturbation.coordinate() }) --> ng.estimator.one_point needs directions whose mean is 0, as ng.perturbation.coordinate()'s is not; take another perturbation, or ng.estimator.coordinate_block
refused(E.orthogonal, { queries = 4 }) --> ng.estimator.orthogonal wants 4 directions orthogonal to each other in dimension 3; give queries = 3 or fewer, or ng.estimator.two_point with ng.perturbation.orthogonal(), which makes independent blocks
refused(E.es, { queries = 1, antithetic = false }) --> ng.estimator.es ranks values, and one value has no rank: give queries = 2 or more, or antithetic
