-- Estimators and updates that fine-tuning papers propose, three steps each on the small model: every one moves it, is
-- the same again, and states what it keeps.
local ng = require "nilgrad"
local function trained(optimizer)
  local model = ng.model.load "scripts/models/mini-opt"
  local good, bad = model:tokenize(" great", { prepend = false }), model:tokenize(" bad", { prepend = false })
  local f = ng.objective.language { model = model, batch = 2, examples = {
    { prompt = model:tokenize "a joy . It was", options = { bad, good }, answer = 2 },
    { prompt = model:tokenize "dull . It was", options = { bad, good }, answer = 1 } } }
  local r = ng.minimize(f, { steps = 3, seed = 1, optimizer = optimizer })
  return model:logits("It was"), r.evaluations
end
local before = ng.model.load("scripts/models/mini-opt"):logits "It was"
local function check(name, estimator, update)
  local optimizer = ng.optimizer.zeroth_order { estimator = estimator, update = update }
  local once, evaluations = trained(optimizer)
  local again = trained(optimizer)
  print(name, (once - before):abs():max() > 0, (once - again):abs():max(), evaluations)
end
local sgd = ng.update.sgd { lr = 1e-4 }
local two_point = ng.estimator.two_point { h = 1e-3 }
local function along(perturbation) return ng.estimator.two_point { h = 1e-3, perturbation = perturbation } end

check("HiZOO", ng.estimator.hessian_aware { h = 1e-3 }, sgd)                              --> HiZOO	true	0.0	9
check("conservative", two_point, ng.update.conservative { lr = 1e-3 })                     --> conservative	true	0.0	15
check("ZO-Adam", two_point, ng.update.adam { lr = 1e-3 })                                  --> ZO-Adam	true	0.0	6
check("FZOO", ng.estimator.fzoo { queries = 4 }, ng.update.sgd { lr = 1e-6 })              --> FZOO	true	0.0	15
check("LOZO", along(ng.perturbation.low_rank { rank = 2, every = 50 }), sgd)               --> LOZO	true	0.0	6
check("SubZero", along(ng.perturbation.low_rank { rank = 4, every = 500, orthonormal = true }), sgd) --> SubZero	true	0.0	6
check("MeZO with weight decay", two_point,                                                 --> MeZO with weight decay	true	0.0	6
  ng.update.chain { ng.update.weight_decay { decay = 0.1, matrices_only = true }, sgd })
