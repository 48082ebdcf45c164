-- ng.attack.zo_adamm: the AMSGrad-like adaptive steps of ZO-AdaMM.
local native = require "nilgrad.native"
local shared = require "nilgrad.attack.score.options"
local descend = require "nilgrad.attack.score.descent"
local method = require "nilgrad.attack.method"

local function attack(victim, options)
  local estimator = native.estimator.two_point {
    perturbation = native.perturbation.sphere(), queries = options.queries, h = options.mu, side = "forward",
  }
  local update = native.update.adamm { lr = options.lr or victim.eps / 5,
    beta1 = options.beta1, beta2 = options.beta2 }
  descend(victim, estimator, update)
end

return method {
  name = "zo_adamm", attack = attack, targeted = true, norms = { "linf" },
  summary = "adaptive steps by the moments of an estimate from one-sided differences; linf only, since its projection is in its own norm",
  formula = "m ← β₁m + (1−β₁)ĝ, v ← β₂v + (1−β₂)ĝ², v̂ ← max(v̂, v);  x ← Π(x − η m/√v̂)",
  options = {
    { name = "queries", type = "integer", min = 1, default = 10, unit = "directions", help = "q" },
    { name = "mu", type = "number", min = 0, above_min = true, default = 1e-3, help = "μ, root mean square of a pixel's change" },
    { name = "lr", type = "number", min = 0, above_min = true, default_text = "ε/5", help = "η" },
    { name = "beta1", type = "number", min = 0, max = 0.999999, default = 0.9, help = "β₁" },
    { name = "beta2", type = "number", min = 0, max = 0.999999, default = 0.3, help = "β₂" },
    shared.loss "margin",
  },
  cost = "a step: q + 1 queries; the point reached is one of them",
  reference = "Chen, Liu, Xu, Li, Lin, Hong & Cox, NeurIPS 2019: ZO-AdaMM, and its code KaidiXu/ZO-AdaMM. The paper searches η for each "
    .. "problem: that it is a share of ε is this library's choice, made after looking: steps of 1/√t ended worse on Fashion-MNIST",
  example = shared.example "ng.attack.zo_adamm { queries = 4 }",
}
