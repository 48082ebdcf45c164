-- 8. Tune: parameters of mixed kinds, trials that are stopped early, a study that survives its process.
local ng = require "nilgrad"

local storage = os.tmpname()
os.remove(storage)
local study = ng.study { name = "digits", storage = storage, sampler = ng.sampler.tpe(), pruner = ng.pruner.median(), seed = 1 }

-- The objective asks the trial for what it needs. A parameter may depend on another one.
local function train(trial)
  local rate = trial:float("rate", 1e-4, 1, { log = true })
  local kind = trial:choice("kind", { "plain", "momentum" })
  local mu = kind == "momentum" and trial:float("mu", 0.5, 0.99) or 0
  local loss
  for epoch = 1, 10 do
    loss = math.abs(math.log(rate, 10) + 2) + (kind == "momentum" and math.abs(mu - 0.9) or 0.3) + 1 / epoch
    trial:report(epoch, loss)
    if trial:should_prune() then trial:prune() end
  end
  return loss
end

study:optimize(train, { trials = 60, progress = false })
print(study.counts.finished)                     --> 60
print(study.counts.pruned > 0)                   --> true
print(study.best.params.kind)                    --> ...
print(study.best.value < 0.8)                    --> true

-- The study lives in its file. Whoever opens it goes on: another process, tomorrow, several at once (workers = 4).
local later = ng.study { name = "digits", storage = storage }
print(#later.trials)                             --> 60
later:optimize(train, { trials = 70, progress = false })
print(#study.trials)                             --> 70

-- Loops of your own: ask for a trial, tell its value.
local trial = study:ask()
study:tell(trial, (trial:float("rate", 1e-4, 1, { log = true }) - 0.01) ^ 2 + 1)
print(study.counts.total)                        --> 71

-- study:report "digits.html" shows all there is to see; from the shell: nilgrad study show digits.db. Next: 09_fine_tune_a_language_model.lua
os.remove(storage)
