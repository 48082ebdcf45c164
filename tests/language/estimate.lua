-- An estimate is scalars and directions: what it holds, how it is applied, and what is refused.
local ng = require "nilgrad"
local f = function(x) return 2 * x[1] - 3 * x[2] + x[3] end

local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/estimate%.lua:%d+: ", "")))
end

local x = ng.tensor { 1, 2, 3 }
local two_point = ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), queries = 8, h = 1e-3 }
local e = ng.estimate(f, x, { estimator = two_point, seed = 7 })
print(e.evaluations, e.failures, #e:scalars(), e) --> 16	0	8	estimate of a gradient in dimension 3: 8 terms from 16 evaluations (0 failed)

-- dense is apply on zeros, to the bit, and x ← x + s·ĝ in float64 and float32
local zeros = ng.tensor.zeros { 3 }
e:apply(zeros, 1)
local dense = e:dense()
print(zeros[1] == dense[1], zeros[2] == dense[2], zeros[3] == dense[3]) --> true	true	true
e:apply(x, -0.1)
print(math.abs(x[1] - (1 - 0.1 * dense[1])) < 1e-12, math.abs(x[3] - (3 - 0.1 * dense[3])) < 1e-12) --> true	true
local narrow = ng.tensor.zeros({ 3 }, "float32")
e:apply(narrow, 1)
print(math.abs(narrow[2] - dense[2]) < 1e-5) --> true

-- the same seed, stream and step are the same directions; coordinates are exact on a linear function
local function first(options) options.estimator = two_point return ng.estimate(f, { 1, 2, 3 }, options):scalars()[1] end
print(first { seed = 7 } == first { seed = 7 }, first { seed = 7 } == first { seed = 8 }) --> true	false
local c = ng.estimate(f, { 1, 2, 3 }, { estimator = ng.estimator.coordinate { h = 0.5 } }):dense()
print(c[1], c[2], c[3]) --> 2.0	-3.0	1.0

-- failed evaluations
local failing = ng.estimate(function(p) return p[1] > 1 and 0 / 0 or f(p) end, { 1, 2, 3 }, { estimator = ng.estimator.coordinate() })
print(failing.evaluations, failing.failures, #failing:scalars()) --> 6	1	2

refused(e.apply, e, ng.tensor.zeros { 4 }, 1)     --> an estimate in dimension 3 cannot move a tensor of 4 elements
refused(e.apply, e, { 1, 2, 3 }, 1)               --> bad argument #2 to '...' (tensor expected, got table)
refused(e.apply, e, ng.tensor.zeros { 3 })        --> bad argument #3 to '...' (number expected, got no value)
refused(e.apply, e, ng.tensor.zeros { 3 }, "far") --> bad argument #3 to '...' (number expected, got string)
refused(function() return e.evaluation end)       --> an estimate has no field 'evaluation'; did you mean 'evaluations'?
refused(ng.estimate, ng.objective.sphere { dim = 3 }, { 1, 2 }) --> sphere takes a point of dimension 3, not 2
refused(ng.estimate, f, "here")                   --> x must be a tensor or a list of numbers, got string
refused(ng.estimate, f)                           --> x must be a tensor or a list of numbers, got nil
refused(ng.estimate, f, { 1, "two", 3 })          --> x[2] must be a number, got string
refused(ng.estimate, f, { 1 }, { seed = 1.5 })    --> option 'seed' of ng.estimate must be an integer, got 1.5
refused(ng.estimate, 3, { 1 })                    --> bad argument #1 to '...' (function or objective expected, got number)
refused(ng.estimate, function() error("cold", 0) end, { 1 }) --> cold
ng.estimate(function(p) return p[1] .. "" end, { 1 }) --! an objective must return a number; the function at tests/language/estimate.lua:49 returned a string '0.99
