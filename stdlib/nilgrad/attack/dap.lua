-- ng.attack.dap: NES's steps on an estimate whose second half is aligned with its first.
local native = require "nilgrad.native"
local shared = require "nilgrad.attack.score.options"
local descend = require "nilgrad.attack.score.descent"
local method = require "nilgrad.attack.method"
local steps = require "nilgrad.attack.score.steps"

local function attack(victim, options)
  local from = options.lr or (victim.norm == "linf" and 0.01 or 0.1)
  descend(victim, native.estimator.dap { queries = options.samples // 2, h = options.sigma },
    steps(victim.norm, native.schedule.cosine { from = from, to = from / 10 }, 0.9))
end

return method {
  name = "dap", attack = attack, loss = "cross_entropy", targeted = true,
  summary = "estimates the gradient along directions aligned with a first estimate of it; steps as ng.attack.gradient's",
  formula = "ĝ = ng.estimator.dap { queries = n/2, h = σ };  m ← 0.9 m + 0.1 ĝ;  x ← Π(x − lr sign m) for linf, Π(x − lr m/|m|) for l2",
  options = {
    { name = "samples", type = "integer", min = 6, default = 50, unit = "queries", help = "n, of an estimate; half of them directions" },
    { name = "sigma", type = "number", min = 0, above_min = true, default = 1e-3, help = "σ, the smoothing step" },
    shared.lr "0.01 for linf, 0.1 for l2 (NES's); falling to a tenth over the budget",
    shared.loss "cross_entropy",
  },
  cost = "a step: n queries, and 1 to look at the point reached",
  reference = "Ma & Huang, ICLR 2025: directionally aligned perturbations; as an attack with NES's settings (Ilyas et al. 2018)",
  example = shared.example "ng.attack.dap { samples = 8 }",
}
