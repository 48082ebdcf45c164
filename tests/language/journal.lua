-- Journals: runs that are gone on with, replayed, and what is refused.
local ng = require "nilgrad"
local paths <close> = setmetatable({}, { __close = function(self) for _, path in ipairs(self) do os.remove(path) end end })
local function new_path()
  local path = os.tmpname()
  os.remove(path)
  paths[#paths + 1] = path
  return path
end
local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^tests/language/journal%.lua:%d+: ", ""):gsub("/[%w/_]+: ", "")))
end
local function same(a, b)
  for _, name in ipairs { "value", "evaluations", "failures", "steps", "reason", "optimizer" } do
    assert(a[name] == b[name], name)
  end
  assert(#a.history == #b.history)
  for i = 1, #a.x do assert(a.x[i] == b.x[i] and a.last[i] == b.last[i]) end
  return true
end

local calls, stop_at = 0, nil
local function bowl(x)
  if calls == stop_at then error("the power fails", 0) end
  calls = calls + 1
  if calls % 7 == 3 then return 0 / 0 end
  return (x[1] - 1) ^ 2 + 3 * x[2] ^ 2
end
local optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 3 }, update = ng.update.momentum { lr = 0.05 } }
local function options(path)
  return { dim = 2, lower = { -5, -math.huge }, upper = 5, x0 = { 3, 4 }, budget = 60, seed = 3, optimizer = optimizer, journal = path }
end
local whole = ng.minimize(bowl, options())
print(whole.evaluations, calls) --> 60	60

-- an error of the objective, then the rest: no evaluation is made twice, and the end is the same
local path = new_path()
calls, stop_at = 0, 20
refused(ng.minimize, bowl, options(path)) --> the power fails
print(calls) --> 20
refused(ng.minimize, bowl, options(path)) --> there is a journal already: go on with ng.resume, or remove it
stop_at = nil
print(same(ng.resume(path, { objective = bowl }), whole), calls) --> true	60

-- a run that is over is only told again
print(same(ng.resume(path, { objective = bowl }), whole), calls) --> true	60

-- its points, from seed and values alone
local last = ng.replay(path)
print(last[1] == whole.last[1], last[2] == whole.last[2], calls) --> true	true	60
local target = ng.tensor { 7, 7 }
print(rawequal(ng.replay(path, target, { step = 0 }), target), target[1], target[2]) --> true	3.0	4.0
local steps = {}
for step = 1, whole.steps do steps[step] = ng.replay(path, { step = step })[1] end
print(#steps, steps[#steps] == whole.last[1], steps[1] ~= steps[2]) --> 10	true	true
refused(ng.replay, path, nil, { step = 11 }) --> the run has 10 steps so far, not 11
refused(ng.replay, path, ng.tensor { 1, 2, 3 }) --> its points are float64 [2], the target is float64 [3]
refused(ng.replay, path, ng.tensor.zeros({ 2 }, "float32")) --> its points are float64 [2], the target is float32 [2]
refused(ng.replay, path, nil, { stpe = 1 }) --> unknown option 'stpe' of ng.replay; did you mean 'step'?

-- the objective must be the same
refused(ng.resume, path) --> the run evaluates the objective 'lua' of dimension 2: give objective = …
refused(ng.resume, path, { objective = ng.objective.sphere { dim = 2 } }) --> the objective is not the one of the journal: its name is 'sphere', not 'lua'
local other = function(x) return x[1] end
local ok, message = pcall(ng.resume, path, { objective = other })
print(ok, message:match "the objective is not the one of the journal: it is the function of lines %d+ to %d+" ~= nil) --> false	true
refused(ng.resume, path, { objective = bowl, budget = 100 }) --> unknown option 'budget' of ng.resume; its options are objective, x0, in_place, workers, evaluate_every, journal_sync, callback, progress
refused(ng.resume, "no/such.journal") --> no/such.journal: no such file

-- native objectives: by what they were made with
path = new_path()
local quadratic = ng.objective.sparse_quadratic { dim = 5, seed = 2 }
local r = ng.maximize(quadratic, { budget = 50, seed = 1, journal = path, lower = -1, upper = 1,
  callback = function(progress) return progress.steps == 20 end })
print(r.reason, same(ng.resume(path, { objective = ng.objective.sparse_quadratic { dim = 5, seed = 2 } }), r)) --> callback	true
ok, message = pcall(ng.resume, path, { objective = ng.objective.sparse_quadratic { dim = 5, seed = 3 } })
print(ok, message:match '"seed":3.*, not .*"seed":2' ~= nil) --> false	true
refused(ng.resume, path, { objective = ng.objective.sparse_quadratic { dim = 6, seed = 2 } }) --> the objective is not the one of the journal: its dimension is 6, not 5

-- ask and tell: what was told is not asked for again
local function measure(points, values)
  for i, p in ipairs(points) do values[i] = (p[1] - 1) ^ 2 + 3 * p[2] ^ 2 end
  return values
end
path = new_path()
local told = options()
local function drive(run)
  while not run:done() do run:tell(measure(run:ask(), {})) end
  return run:result()
end
local expected = drive(ng.start(told))
told.journal = path
do
  local run <close> = ng.start(told)
  for _ = 1, 4 do run:tell(measure(run:ask(), {})) end
  refused(ng.resume, path) --> a run is using this journal
end
local run = ng.resume(path)
print(run:result().evaluations, run:result().steps, #run:ask()) --> 24	4	6
refused(ng.resume, path, { objective = bowl }) --> a run is using this journal
print(same(drive(run), expected)) --> true
refused(ng.resume, path, { objective = bowl }) --> the run is one of ng.start, whose values are told: it has no objective
print(same(ng.resume(path):result(), expected)) --> true

path = new_path()
told.journal = path
run = ng.start(told)
run:stop "the laboratory closes"
print(ng.resume(path):done(), ng.resume(path):result().reason) --> true	the laboratory closes

-- a start point too large to be written down is given again, or held by the target
path = new_path()
local x0 = ng.random(4):normal(70000)
local big = { x0 = x0, budget = 32, seed = 1, journal = path, keep = "last" }
r = ng.minimize(ng.objective.sphere { dim = 70000 }, big)
print(r.x[5] == r.last[5], x0[5] ~= r.x[5]) --> true	true
refused(ng.replay, path) --> the run evaluates the objective 'sphere' of dimension 70000: give objective = …
refused(ng.replay, path, ng.tensor.zeros { 70000 }) --> the point given is not where the run began: its numbers are others
print(ng.replay(path, x0:clone())[70000] == r.last[70000]) --> true
print(ng.resume(path, { objective = ng.objective.sphere { dim = 70000 }, x0 = x0 }).last[9] == r.last[9]) --> true
big.journal, big.in_place = nil, true
print(ng.minimize(ng.objective.sphere { dim = 70000 }, big).value == r.value, x0[5] == r.x[5]) --> true	true
refused(ng.minimize, bowl, { dim = 2, in_place = true }) --> option 'in_place' needs x0 = a tensor

-- what a journal cannot keep
refused(ng.minimize, bowl, { dim = 2, journal = "/no/such/folder/run.journal" }) --> /no/such/folder/run.journal: cannot create the journal: No such file or directory
