-- ng.space: parameters declared ahead.
local ng = require "nilgrad"

local space = ng.space {
  kernel = ng.space.choice({ "linear", "rbf" }, { default = "rbf" }),
  C = ng.space.float(1e-3, 1e3, { log = true, default = 1 }),
  gamma = ng.space.float(1e-5, 1, { log = true, default = 0.1, when = { kernel = "rbf" } }),
  constraints = { function(p) return not p.gamma or p.C * p.gamma < 10 end },
}
print(space)
--> C: float 0.001 … 1000, log
--> kernel: choice 'linear', 'rbf'
--> gamma: float 1e-05 … 1, log, where kernel is 'rbf'

local study = ng.study { space = space, sampler = ng.sampler.random(), seed = 2 }
study:optimize(function(trial)
  local p = trial.params
  assert((p.gamma ~= nil) == (p.kernel == "rbf"))
  assert(not p.gamma or p.C * p.gamma < 10)
  assert(trial:float("C", 1e-3, 1e3, { log = true }) == p.C)
  return p.C
end, { trials = 50 })
print(study.counts.complete)                                                     --> 50
print(study.trials[1].params.C, study.trials[1].params.kernel, study.trials[1].params.gamma)  --> 1.0	rbf	0.1

-- what an enqueued configuration says is tried whatever the constraints say
study:enqueue { kernel = "rbf", C = 1000, gamma = 1 }
local trial = study:ask()
print(trial.params.C, trial.params.gamma)                                        --> 1000.0	1.0
study:tell(trial, 0)

print(pcall(ng.space, { x = 1 }))                                                --> false	...'x' must be a parameter such as ng.space.float(0, 1), got 1
print(pcall(ng.space, { x = ng.space.float(0, 1, { when = { y = 1 } }) }))       --> false	...there is no such parameter
print(pcall(ng.space.float, 1, 0))                                               --> false	...the lower bound 1 is above the upper bound 0
print(pcall(ng.space.int, 1, 5, { default = 9 }))                                --> false	...the value 9 of 'default' is not in its domain: int 1 … 5
local nowhere = ng.study { space = ng.space { x = ng.space.float(0, 1), constraints = { function() return false end } } }
print(pcall(nowhere.ask, nowhere))                                               --> false	...broke the study's constraints...
local broken = ng.study { space = ng.space { x = ng.space.float(0, 1), constraints = { function(p) return p.y.z end } } }
print(pcall(broken.ask, broken))                                                 --> false	...a constraint failed: ...attempt to index a nil value...
