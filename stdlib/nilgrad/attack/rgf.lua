-- ng.attack.rgf: the random gradient-free method: one-sided differences along directions of one length.
local native = require "nilgrad.native"
local shared = require "nilgrad.attack.score.options"
local descend = require "nilgrad.attack.score.descent"
local method = require "nilgrad.attack.method"
local steps = require "nilgrad.attack.score.steps"

local function attack(victim, options)
  local estimator = native.estimator.two_point {
    perturbation = native.perturbation.sphere(), queries = options.queries, h = options.sigma, side = "forward",
  }
  local share = victim.norm == "linf" and 10 or 8
  descend(victim, estimator, steps(victim.norm, options.lr or victim.eps / share))
end

return method {
  name = "rgf", attack = attack, loss = "cross_entropy", targeted = true,
  summary = "one-sided differences along directions uniform on the sphere, steps of one length",
  formula = "ĝ = 1/q Σ (f(x + σu) − f(x))/σ · u, |u| = √d;  x ← Π(x − lr sign ĝ) for linf, Π(x − lr ĝ/|ĝ|) for l2",
  options = {
    { name = "queries", type = "integer", min = 1, default = 50, unit = "directions", help = "q" },
    { name = "sigma", type = "number", min = 0, above_min = true, default = 1e-4, help = "σ, root mean square of a pixel's change" },
    shared.lr "ε/10 for linf, ε/8 for l2: the published 0.005 of 0.05 and 2 of 16.4",
    shared.loss "cross_entropy",
  },
  cost = "a step: q + 1 queries; the point reached is one of them",
  reference = "Nesterov & Spokoiny, Found. Comput. Math. 17 (2017); as an attack, with these defaults: Cheng, Dong, Pang, Su & Zhu, "
    .. "NeurIPS 2019, code thu-ml/Prior-Guided-RGF",
  example = shared.example "ng.attack.rgf { queries = 4 }",
}
