-- ng.attack.zo_signsgd: steps of one size in every pixel, by the sign of the estimate.
local native = require "nilgrad.native"
local shared = require "nilgrad.attack.score.options"
local descend = require "nilgrad.attack.score.descent"
local method = require "nilgrad.attack.method"

-- A step that is a fifth of the radius long, falling with 1/√t.
local function falling(victim)
  local length = victim.eps / 5
  return native.schedule.inverse_sqrt { from = victim.norm == "linf" and length or length / math.sqrt(victim.image.size) }
end

local function attack(victim, options)
  local estimator = native.estimator.two_point {
    perturbation = native.perturbation.sphere(), queries = options.queries, h = options.mu, side = "forward",
  }
  descend(victim, estimator, native.update.sign { lr = options.lr or falling(victim) })
end

return method {
  name = "zo_signsgd", attack = attack, targeted = true,
  summary = "steps of one size in every pixel, by the sign of an estimate from one-sided differences",
  formula = "x ← Π(x − η sign ĝ), ĝ = 1/q Σ (f(x + μu) − f(x))/μ · u, |u| = √d",
  options = {
    { name = "queries", type = "integer", min = 1, default = 10, unit = "directions", help = "q" },
    { name = "mu", type = "number", min = 0, above_min = true, default = 1e-3, help = "μ, root mean square of a pixel's change" },
    { name = "lr", type = "number", min = 0, above_min = true, default_text = "ε/5 (l2: ε/(5√d)) at first, falling with 1/√t",
      help = "η, the change of each pixel in a step" },
    shared.loss "margin",
  },
  cost = "a step: q + 1 queries; the point reached is one of them",
  reference = "Liu, Chen, Chen & Hong, ICLR 2019: signSGD via zeroth-order oracle; q, μ and 1/√t as in the code KaidiXu/ZO-AdaMM. The paper's "
    .. "attack has a penalty and no ball: that η is a share of ε is this library's choice",
  example = shared.example "ng.attack.zo_signsgd { queries = 4 }",
}
