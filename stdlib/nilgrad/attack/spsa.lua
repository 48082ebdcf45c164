-- ng.attack.spsa: differences along random signs, steps by Adam.
local native = require "nilgrad.native"
local shared = require "nilgrad.attack.score.options"
local descend = require "nilgrad.attack.score.descent"
local method = require "nilgrad.attack.method"

local function attack(victim, options)
  local estimator = native.estimator.two_point {
    perturbation = native.perturbation.rademacher(), queries = options.samples // 2, h = options.delta,
  }
  descend(victim, estimator, native.update.adam { lr = options.lr })
end

return method {
  name = "spsa", attack = attack, targeted = true,
  summary = "differences along random signs, steps by Adam",
  formula = "ĝ = 2/n Σ (f(x + δv) − f(x − δv))/2δ · v, v = ±1;  x ← Π(Adam(x, ĝ))",
  options = {
    { name = "samples", type = "integer", min = 2, default = 128, unit = "queries", help = "n, of an estimate; half of them directions" },
    { name = "delta", type = "number", min = 0, above_min = true, default = 0.01, help = "δ, how far apart from the point they lie" },
    { name = "lr", type = "number", min = 0, above_min = true, default = 0.01, help = "Adam's learning rate" },
    shared.loss "margin",
  },
  cost = "a step: n queries, and 1 to look at the point reached",
  reference = "Uesato, O'Donoghue, van den Oord & Kohli, ICML 2018: Adversarial risk and the dangers of evaluating against weak attacks; "
    .. "defaults: its authors' code (CleverHans, spsa)",
  example = shared.example "ng.attack.spsa { samples = 8 }",
}
