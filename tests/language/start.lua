-- Ask and tell: a run whose values are measured elsewhere, one request after the other.
local ng = require "nilgrad"

local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/start%.lua:%d+: ", "")))
end

local function drive(run)
  while not run:done() do
    local values = {}
    for i, p in ipairs(run:ask()) do values[i] = (p[1] - 1) ^ 2 + p[2] ^ 2 end
    run:tell(values)
  end
  return run:result()
end

-- it is the run that minimize makes, to the bit
local options = { dim = 2, lower = -5, upper = 5, budget = 200, seed = 3,
  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 3 } } }
local told, minimized = drive(ng.start(options)), ng.minimize(function(p) return (p[1] - 1) ^ 2 + p[2] ^ 2 end, options)
print(told.value == minimized.value, told.evaluations, minimized.evaluations, told.reason) --> true	198	198	budget
print(drive(ng.start { dim = 2, budget = 50, seed = 1, maximize = true }).value > 1) --> true

local run = ng.start(options)
print(run:done(), run:ask().shape[1], run:ask().shape[2], run:result().reason) --> false	6	2	not done
print(run:ask()[1][1] == run:ask()[1][1], run:x()[1], run:x()[2]) --> true	0.0	0.0

-- too many, no numbers, nothing: refused, and the request still stands
refused(run.tell, run, { 1, 2, 3, 4, 5, 6, 7 }) --> values told: 7, points asked for: 6
refused(run.tell, run, { 1, "2", 3, 4, 5, 6 })  --> value 2 told is a string, not a number (nil or NaN for a failed evaluation)
refused(run.tell, run, { {}, 2, 3, 4, 5, 6 })   --> value 1 told is a table, not a number (nil or NaN for a failed evaluation)
refused(run.tell, run)                          --> bad argument #2 to '...' (table expected, got no value)
refused(run.tell, run, 7)                       --> bad argument #2 to '...' (table expected, got number)
print(run:result().evaluations, run:ask().shape[1]) --> 0	6

-- nil, false and NaN are failed evaluations, wherever they stand; so is what is left off
run:tell { 5, nil, false, 0 / 0, 4 }
print(run:result().evaluations, run:result().failures, run:result().value) --> 6	4	4.0
run:tell(ng.tensor { 3, 2, 9, 8, 7, 6 })
print(run:result().value, run:result().steps) --> 2.0	2

run:stop "the laboratory closes"
print(run:done(), run:result().reason, #run:ask(), run) --> true	the laboratory closes	0	run: 12 evaluations, best value 2, stopped: the laboratory closes
refused(run.tell, run, { 1 })                   --> the run is over (reason: the laboratory closes); there is nothing to tell
refused(run.tell, run, {})                      --> the run is over (reason: the laboratory closes); there is nothing to tell

-- two runs at once know nothing of each other
local a, b = ng.start(options), ng.start(options)
a:tell { 1, 2, 3, 4, 5, 6 }
b:tell { 1, 2, 3, 4, 5, 6 }
print(a:ask()[1][1] == b:ask()[1][1]) --> true

do
  local closed <close> = ng.start(options)
  b = closed
end
refused(function() return b:ask() end)          --> run is closed

refused(ng.start, { budget = 3 })               --> ng.start needs dim = …, or x0, lower or upper as a list
refused(ng.start, { dim = 2, x0 = { 1, 2, 3 } }) --> option 'x0' has 3 numbers for a problem of dimension 2; give one number or 2
refused(ng.start, { dim = 2, lower = { 1, 2, 3 } }) --> option 'lower' has 3 values for a problem of dimension 2; give one number or 2
ng.start(print, { dim = 2 }) --! ng.start takes one table of options, got a function
