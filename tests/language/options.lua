-- Options are checked where they are written: every message names the option, what it must be and what it got, at its line.
local ng = require "nilgrad"
local f = function(x) return x[1] ^ 2 end

local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  local text, count = message:gsub("^tests/language/options%.lua:%d+: ", "")
  assert(count == 1, "no position: " .. message)
  print(text)
end
local function minimize(options) return function() ng.minimize(f, options) end end
local function two_point(options) return function() ng.estimator.two_point(options) end end

-- names
refused(minimize { dim = 1, bugdet = 3 })     --> unknown option 'bugdet' of ng.minimize; did you mean 'budget'?
refused(two_point { perturbations = 3 })      --> unknown option 'perturbations' of ng.estimator.two_point; did you mean 'perturbation'?
refused(two_point { x = 3 })                  --> unknown option 'x' of ng.estimator.two_point; its options are perturbation, queries, h, side
refused(minimize { dim = 1, 5 })              --> the options of ng.minimize have names (name = value), got an entry [1]
refused(minimize { dim = 1, ["budget\0"] = 5 }) --> unknown option 'budget...
refused(minimize(5))                          --> ng.minimize takes one table of options, got 5
refused(minimize "fast")                      --> ng.minimize takes one table of options, got 'fast'

-- numbers
refused(minimize { dim = 1, budget = 0 })     --> option 'budget' of ng.minimize must be an integer from 1 to 9e+18, got 0
refused(minimize { dim = 1, budget = -1 })    --> option 'budget' of ng.minimize must be an integer from 1 to 9e+18, got -1
refused(minimize { dim = 1, budget = 1e30 })  --> option 'budget' of ng.minimize must be an integer from 1 to 9e+18, got 1e+30
refused(minimize { dim = 1, budget = 1.5 })   --> option 'budget' of ng.minimize must be an integer from 1 to 9e+18, got 1.5
refused(minimize { dim = 1, budget = "10" })  --> option 'budget' of ng.minimize must be an integer from 1 to 9e+18, got '10'
refused(minimize { dim = 1, steps = 0 })      --> option 'steps' of ng.minimize must be an integer ≥ 1, got 0
refused(minimize { dim = 1, seconds = 0 })    --> option 'seconds' of ng.minimize must be a number > 0, got 0
refused(minimize { dim = 1, target = 0 / 0 }) --> option 'target' of ng.minimize must be a number, got nan
refused(minimize { dim = 0 })                 --> option 'dim' of ng.minimize must be an integer from 1 to 10000000000, got 0
refused(minimize { dim = 1, seed = 1e30 })    --> option 'seed' of ng.minimize must be an integer, got 1e+30
refused(minimize { dim = 1, seed = 1.5 })     --> option 'seed' of ng.minimize must be an integer, got 1.5
refused(two_point { queries = 0 })            --> option 'queries' of ng.estimator.two_point must be an integer from 1 to 16777215, got 0
refused(two_point { queries = true })         --> option 'queries' of ng.estimator.two_point must be an integer from 1 to 16777215, got true
refused(two_point { h = -1 })                 --> option 'h' of ng.estimator.two_point must be a number > 0 or a list of them or 'auto', got -1
refused(two_point { h = math.huge })          --> option 'h' of ng.estimator.two_point must be a number > 0 or a list of them or 'auto', got inf
refused(ng.update.adam, { beta1 = 1 })        --> option 'beta1' of ng.update.adam must be a number from 0 to 0.999999, got 1
refused(ng.update.sgd, { lr = -0.1 })         --> option 'lr' of ng.update.sgd must be a number ≥ 0 or a ng.schedule, got -0.1

-- words and flags
refused(two_point { side = "centre" })        --> option 'side' of ng.estimator.two_point must be 'central' or 'forward', got 'centre'; did you mean 'central'?
refused(two_point { side = ("x"):rep(500) })  --> ...must be 'central' or 'forward', got 'xxx...xxx…' (500 bytes)
refused(ng.perturbation.sphere, { normalized = 1 }) --> option 'normalized' of ng.perturbation.sphere must be true or false, got 1
refused(minimize { dim = 1, callback = {} })  --> option 'callback' of ng.minimize must be a function, got a table (no list)

-- parts
refused(two_point { perturbation = ng.update.sgd() })          --> option 'perturbation' of ng.estimator.two_point must be a ng.perturbation, got ng.update.sgd()
refused(two_point { perturbation = ng.perturbation.gaussian }) --> option 'perturbation' of ng.estimator.two_point must be a ng.perturbation, got a function
refused(minimize { dim = 1, optimizer = "one_plus_one" })      --> option 'optimizer' of ng.minimize must be a ng.optimizer, got 'one_plus_one'
refused(ng.optimizer.zeroth_order, { constraint = { 1, 2 } })  --> option 'constraint' of ng.optimizer.zeroth_order must be a ng.constraint or a list of them, got { 1, 2 }
refused(ng.optimizer.zeroth_order, { constraint = { ng.constraint.l2(1), 2 } }) --> ...got a table (element 2 is a number)

-- lists and positions
refused(minimize { x0 = { 1, 0 / 0, 3 } })    --> option 'x0' of ng.minimize must be a number or a list of them, got { 1, nan, 3 }
refused(minimize { x0 = { 1, "2", 3 } })      --> option 'x0' of ng.minimize must be a number or a list of them, got a table (element 2 is a string)
refused(minimize { x0 = { { 1, 2 } } })       --> option 'x0' of ng.minimize must be a number or a list of them, got a table (element 1 is a table)
refused(minimize { x0 = {} })                 --> option 'x0' of ng.minimize must be a number or a list of them, got a table (no list)
refused(minimize { x0 = ng.tensor.zeros { 0 } }) --> option 'x0' must be finite numbers, got tensor [0] float64 { }
refused(ng.constraint.box, 1, 2, 3)           --> ng.constraint.box takes lower, upper or a table of options, got 3 arguments
refused(ng.constraint.box, 2, 1)              --> lower must be less than upper: coordinate 1 has 2 and 1
refused(ng.constraint.box, { lower = 1 })     --> option 'upper' of ng.constraint.box is missing: a number or a list of them
refused(ng.constraint.l2)                     --> option 'radius' of ng.constraint.l2 is missing: a number > 0
refused(ng.schedule.constant, "fast")         --> option 'value' of ng.schedule.constant must be a number ≥ 0, got 'fast'
refused(ng.update.adam, {}, {})               --> ng.update.adam takes one table of options, got 2 arguments

-- what is accepted: floats that are whole, any 64-bit seed, numbers as schedules, positions, infinite bounds
print(ng.minimize(f, { dim = 1, budget = 4e2, seed = -1 }).evaluations <= 400) --> true
print(ng.minimize(f, { dim = 1, budget = 5, seed = math.mininteger }).evaluations) --> 5
print(ng.minimize(f, { dim = 1, budget = 5, seed = -1 }).value == ng.minimize(f, { dim = 1, budget = 5, seed = -1.0 }).value) --> true
print(ng.update.sgd { lr = 0.5 }, ng.constraint.box(-1, { 1, 2 }), ng.schedule.constant(3))
--> ng.update.sgd { lr = 0.5 }	ng.constraint.box { lower = -1, upper = { 1, 2 } }	ng.schedule.constant { value = 3 }
print(ng.constraint.box(-math.huge, 0).upper) --> 0

-- a recipe tells its kind, name and options, and cannot be changed
local sphere = ng.perturbation.sphere { normalized = true }
print(sphere.kind, sphere.name, sphere.normalized, sphere.colour) --> perturbation	sphere	true	nil
sphere.normalized = false --! attempt to index a nilgrad.recipe value
