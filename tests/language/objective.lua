-- Objectives: what calls of them say, what a function may return, and functions that do more than compute.
local ng = require "nilgrad"

local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/objective%.lua:%d+: ", "")))
end
local function returning(...)
  local values = table.pack(...)
  return function() return ng.minimize(function() return table.unpack(values, 1, values.n) end, { dim = 1, budget = 3 }) end
end

refused(returning("3"))        --> an objective must return a number; the function at tests/language/objective.lua:11 returned a string '3'
refused(returning())           --> an objective must return a number; the function at tests/language/objective.lua:11 returned nothing
refused(returning(nil, "why")) --> an objective must return a number; the function at tests/language/objective.lua:11 returned nothing
refused(returning({}))         --> an objective must return a number; the function at tests/language/objective.lua:11 returned a table
refused(returning(true))       --> an objective must return a number; the function at tests/language/objective.lua:11 returned a boolean
print(returning(7)().value, returning(7.5, "more")().value) --> 7.0	7.5

-- errors that are no strings come through as they are, and errors of the language keep their position
local thrown = { code = 3 }
print(select(2, pcall(ng.minimize, function() error(thrown) end, { dim = 1 })) == thrown) --> true
refused(ng.minimize, function(x) return x.y.z end, { dim = 1 }) --> attempt to index a nil value (field 'y')

-- who is minimized, and in how many dimensions
refused(ng.minimize)                                   --> bad argument #1 to '...' (function or objective expected, got nil)
refused(ng.minimize, "f", { dim = 1 })                 --> bad argument #1 to '...' (function or objective expected, got string)
refused(ng.minimize, print, {})                        --> a function does not say how many variables it takes: give dim = …, or x0 as a list
local sphere = ng.objective.sphere { dim = 3 }
refused(ng.minimize, sphere, { dim = 2 })              --> option 'dim' is 2, but the objective has dimension 3
refused(sphere, { 1 })                                 --> sphere takes a point of dimension 3, not 1
refused(sphere)                                        --> x must be a tensor or a list of numbers, got nil
refused(sphere, { 1, "two", 3 })                       --> x[2] must be a number, got string
refused(function() return sphere.dimm end)             --> an objective has no field 'dimm'; did you mean 'dim'?
print(sphere { 1, 2, 3 }, sphere(ng.tensor { 1, 2, 3 }), sphere.dim, sphere.name, sphere.lower) --> 14.0	14.0	3	sphere	nil

-- define says the same of a function
local define = ng.objective.define
refused(define, { dim = 3 })                           --> option 'f' of ng.objective.define is missing: a function
refused(define, { f = 3, dim = 3 })                    --> option 'f' of ng.objective.define must be a function, got 3
refused(define, { f = print })                         --> option 'dim' of ng.objective.define is missing: an integer from 1 to 10000000000
refused(define, { f = print, dim = 2, lower = { 0, 0, 0 } }) --> option 'lower' has 3 values for a problem of dimension 2; give one number or 2
refused(define, { f = print, dim = 2, lower = 3, upper = 2 }) --> lower must be less than upper: coordinate 1 has 3 and 2
refused(define, { f = print, dim = 2, start = { 1 / 0, 0 } }) --> option 'start' of ng.objective.define must be a number or a list of them, got { inf, 0 }
refused(define, { f = print, dim = 2, start = { 0, 0, 0 } }) --> option 'start' has 3 numbers for dimension 2; give one number or 2

local bowl = define { f = function(x) return (x[1] - 3) ^ 2 + x[2] ^ 2 end, dim = 2, lower = { 0, -math.huge }, upper = 10, name = "bowl" }
print(bowl, bowl { 3, 4 }, bowl.start[1], bowl.start[2]) --> objective bowl of dimension 2	16.0	5.0	0.0
local kinds = {}
define { f = function(x) kinds[#kinds + 1] = math.type(#x) .. " " .. type(x) return x[1] end, dim = 1, point = "tensor" } { 1 }
define { f = function(x) kinds[#kinds + 1] = math.type(#x) .. " " .. type(x) return x[1] end, dim = 1 } { 1 }
print(kinds[1], kinds[2]) --> integer userdata	integer table

-- an objective may collect garbage, minimize, estimate, call itself, and write to its table
local nested = ng.minimize(function(x)
  collectgarbage()
  local inner = ng.minimize(function(y) return (y[1] - x[1]) ^ 2 end, { dim = 1, x0 = 0, budget = 60, seed = 1 })
  local slope = ng.estimate(bowl, { x[1], 1 }, { estimator = ng.estimator.coordinate() }):dense()
  local value = (x[1] - 1) ^ 2 + inner.value + 0 * slope[1]
  x[1], x[2], x.more = nil, "changed", true
  return value
end, { dim = 1, x0 = 5, budget = 120, seed = 1, optimizer = ng.optimizer.one_plus_one() })
print(nested.evaluations, nested.value < 1e-3) --> 120	true

local fibonacci
fibonacci = define { dim = 1, f = function(x) return x[1] < 2 and x[1] or fibonacci { x[1] - 1 } + fibonacci { x[1] - 2 } end }
print(fibonacci { 12 }) --> 144.0
