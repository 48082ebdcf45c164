-- ng.attack.gradient: descends an estimated gradient of the loss, projecting onto the ball and the box after every step. Which
-- estimate and which step are options, so NES, SPSA, ZO-signSGD and their kin are one line each.
local native = require "nilgrad.native"
local descend = require "nilgrad.attack.score.descent"
local method = require "nilgrad.attack.method"
local steps = require "nilgrad.attack.score.steps"

-- NES's own steps, falling to a tenth over the budget: steps of one size leave the last few per cent unsolved.
local function update_for(norm)
  local from = norm == "linf" and 0.01 or 0.1
  return steps(norm, native.schedule.cosine { from = from, to = from / 10 }, 0.9)
end

local function attack(victim, options)
  local estimator = options.estimator or native.estimator.two_point { queries = 25, h = 1e-3 }
  descend(victim, estimator, options.update or update_for(victim.norm))
end

return method {
  name = "gradient", attack = attack, loss = "cross_entropy", targeted = true, targeted = true,
  summary = "descends an estimated gradient within the ball; by default NES (Ilyas et al. 2018) with falling steps",
  formula = "x ← Π(update(x, ĝ(x))), Π onto the ball around the image, then onto [0, 1]",
  options = {
    { name = "estimator", type = "estimator", default_text = "ng.estimator.two_point { queries = 25, h = 1e-3 }: 50 antithetic queries",
      help = "estimates the gradient of the loss" },
    { name = "update", type = "update", default_text = "for linf ng.update.sign, for l2 ng.update.momentum with "
        .. "normalized = true, both with momentum = 0.9 and a cosine lr from 0.01 or 0.1 to a tenth", help = "moves the image" },
    { name = "loss", type = "string", choices = { "cross_entropy", "margin" }, default = "cross_entropy",
      help = "minus the cross-entropy, or the margin" },
  },
  cost = "a step: the estimator's, and 1 query to look at the point reached",
  reference = "Ilyas, Engstrom, Athalye & Lin, ICML 2018: Black-box adversarial attacks with limited queries and information",
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
return ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, eps = 0.1, budget = 500,
  method = ng.attack.gradient { estimator = ng.estimator.two_point { queries = 4, h = 1e-3 } } }]],
}
