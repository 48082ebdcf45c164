-- ng.study: trials of a Lua function.
local ng = require "nilgrad"

local study = ng.study { name = "first", sampler = ng.sampler.random(), seed = 1 }
study:optimize(function(trial)
  local x = trial:float("x", -5, 5)
  local n = trial:int("n", 1, 100, { log = true, default = 3 })
  local kind = trial:choice("kind", { "square", "absolute" })
  local flag = trial:bool "flag"
  local order = trial:permutation("order", 3)
  assert(trial.params.x == x and #order == 3)
  return (kind == "square" and x ^ 2 or math.abs(x)) + n / 100 + (flag and 0 or order[1])
end, { trials = 40 })
print(#study.trials, study.counts.complete, study.counts.total)    --> 40	40	40
print(study.trials[1].number, study.trials[1].params.n)            --> 0	3
print(study.best.value == study.top[1].value, #study.top)          --> true	10
print(study.trials[1].domains.n.text, study.trials[1].domains.flag.text)  --> int 1 … 100, log	bool
print((tostring(study):gsub("\n.*", "")))                          --> study first: 40 trials (40 complete, 0 pruned, 0 failed)

-- the total is the study's: nothing is left to do
study:optimize(function() error "not called" end, { trials = 40 })
print(#study.trials)                                               --> 40

-- the same seed, the same trials
local function values(seed)
  local s = ng.study { sampler = ng.sampler.random(), seed = seed }
  s:optimize(function(trial) return trial:float("x", 0, 1) end, { trials = 3 })
  return ("%a %a %a"):format(s.trials[1].value, s.trials[2].value, s.trials[3].value)
end
print(values(1) == values(1), values(1) == values(2))              --> true	false

-- an objective may fail in any way: the trial has failed and says why, the study goes on
local ways = {
  function() error "boom" end, function() return 0 / 0 end, function() return math.huge end, function() end,
  function() return "3" end, function() return {} end, function(trial) trial:float("x", 2, 1) end,
  function(trial) trial:float("x", 0, 1); trial:float("x", 0, 2) end, function(trial) trial:flaot("x", 0, 1) end,
  function(trial) trial:float("x", 0, 1, { lgo = true }) end, function(trial) trial:choice("c", {}) end,
  function(trial) trial:int("i", 0.5, 2) end,
}
local failing = ng.study { sampler = ng.sampler.random() }
failing:optimize(function(trial) return ways[trial.number + 1](trial) end, { trials = #ways, progress = false })
for _, trial in ipairs(failing.trials) do print(trial.state, (trial.reason:gsub("^[^ ]*study.lua:%d+: ", ""))) end
--> failed	boom
--> failed	returned NaN
--> failed	returned inf
--> failed	returned nothing
--> failed	returned the text '3'
--> failed	returned 0 values, not 1
--> failed	parameter 'x': the lower bound 2 is above the upper bound 1
--> failed	'x' was float 0 … 1 before in this trial, and is asked for as float 0 … 2
--> failed	a trial has no field 'flaot'; did you mean 'float'?
--> failed	parameter 'x': a parameter has no option 'lgo'; did you mean 'log'?; it takes default, log, step
--> failed	parameter 'c': a choice needs at least one value
--> failed	parameter 'i': the lower bound of an int must be an integer, got 0.5
print(failing.best, #failing.top)                                  --> nil	0

-- a loop that does not end
local slow = ng.study { sampler = ng.sampler.random(), timeout = 0.05 }
slow:optimize(function() while true do pcall(function() while true do end end) end end, { trials = 1, progress = false })
print(slow.trials[1].state, slow.trials[1].reason)                 --> failed	timed out after 0.05 s

-- ask and tell; enqueued, fixed and default values
local own = ng.study { sampler = ng.sampler.random(), direction = "maximize", fixed = { a = 1 }, defaults = { b = 2 } }
local trial = own:ask()
print(trial.number, trial:float("a", 0, 10), trial:float("b", 0, 10))  --> 0	1.0	2.0
own:tell(trial, 5)
own:enqueue { b = 7 }
trial = own:ask()
print(trial:float("b", 0, 10))                                     --> 7.0
own:tell(trial, nil)
trial = own:ask()
own:tell(trial, 0 / 0)
trial = own:ask()
own:tell(trial, nil, { state = "pruned", reason = "too slow" })
for _, t in ipairs(own.trials) do print(t.number, t.state, t.reason, t.value) end
--> 0	complete		5.0
--> 1	failed	told nothing	nil
--> 2	failed	returned NaN	nil
--> 3	pruned	too slow	nil
print(own.best.number)                                             --> 0
print(pcall(own.tell, own, trial, 1))                              --> false	...trial 3 is over
print(pcall(trial.float, trial, "z", 0, 1))                        --> false	...trial 3 is over: nothing can be asked of it

-- several objectives
local two = ng.study { sampler = ng.sampler.random(), directions = { "minimize", "maximize" }, seed = 3 }
two:optimize(function(t)
  local x = t:float("x", 0, 1)
  if t.number % 2 == 0 then return { x, x < 0.5 and x or 0 } end
  return x, x < 0.5 and x or 0
end, { trials = 30 })
local front = true
for _, t in ipairs(two.pareto) do front = front and (t.params.x < 0.5) end
print(front, #two.pareto > 1, two.trials[1].values[1] == two.trials[1].params.x)  --> true	true	true

-- costs, callbacks, notes
local costly = ng.study { sampler = ng.sampler.random() }
costly:optimize(function(t)
  t:spent(2)
  t:note("weather", "fine")
  return t:float("x", 0, 1)
end, { cost = 7 })
print(#costly.trials, costly.counts.cost, costly.best.notes.weather)   --> 4	8.0	fine
costly:optimize(function(t) return t:float("x", 0, 1) end, { callback = function(s, t) return t.number == 5 end })
print(#costly.trials)                                              --> 6

-- warm start from another study, into one that is new
local warm = ng.study { sampler = ng.sampler.random(), warm_start = costly }
print(#warm.trials, warm.best.value == costly.best.value)          --> 6	true

print(pcall(ng.study, { smapler = 1 }))                            --> false	...unknown option 'smapler' of ng.study; did you mean 'sampler'?
print(pcall(ng.study, { directions = { "up" } }))                  --> false	...must be a list of 'minimize' and 'maximize', got 'up'
print(pcall(study.optimize, study, function() end, {}))            --> false	...study:optimize needs an end...
print(pcall(study.optimize, study, 7, { trials = 1 }))             --> false	...takes a function of a trial, got a number

-- a range that is not the study's is a mistake in the script, not a failed trial: nothing is spent on it
local kept
local function of_range(high, ranges)
  local s = ng.study { sampler = ng.sampler.random(), ranges = ranges, storage = kept }
  s:optimize(function(t) return t:float("x", 0, high) end, { trials = high == 1 and 3 or 5 })
  return s.counts.complete, s.counts.failed, s.counts.waiting
end
local name = os.tmpname()
os.remove(name)
kept = name .. ".db"
print(of_range(1))                                                 --> 3	0	0
print(pcall(of_range, 2))                                          --> false	...knows 'x' as float 0 … 1, and it is asked for as float 0 … 2...
local look = require "nilgrad.study".load(kept)
print(look.counts.complete, look.counts.failed, look.counts.waiting)  --> 3	0	1
print(of_range(2, "merge"))                                        --> 5	0	0
for _, ending in ipairs { "", "-wal", "-shm" } do os.remove(kept .. ending) end
