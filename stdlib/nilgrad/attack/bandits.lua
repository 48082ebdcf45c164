-- ng.attack.bandits: a gradient kept from step to step as a picture of coarse tiles, improved by two queries a step.
local native = require "nilgrad.native"
local ball = require "nilgrad.attack.score.ball"
local shared = require "nilgrad.attack.score.options"
local fooled = require "nilgrad.attack.score.fooled"
local is_finite = require "nilgrad.attack.score.is_finite"
local method = require "nilgrad.attack.method"
local tiles = require "nilgrad.attack.score.tiles"

local defaults = {
  linf = { lr = 0.01, prior_lr = 100, delta = 1, eta = 0.1 },
  l2 = { lr = 0.1, prior_lr = 1, delta = 0.1, eta = 0.1 },
}

-- What stands for the prior, and the prior that it stands for. Exponentiated gradients keep the prior in [−1, 1]; they are plain
-- ones on w with v = tanh w, from which float32 finds back where v would be rounded to ±1 for good.
local prior_of = {}
function prior_of.linf(w)
  local e = (w * 2):clamp_(-80, 80):exp_()
  return (e - 1):div_(e + 1)
end
function prior_of.l2(w) return w end

-- x, moved along a direction by lr in every pixel or by a length of lr.
local move = {}
function move.linf(x, direction, lr) return x:add(direction:sign(), lr) end
function move.l2(x, direction, lr)
  local length = direction:norm()
  return x:add(direction, length > 0 and lr / length or 0)
end

-- candidate ← x + eta·q/|q|, q = picture + sign·painted.
local function place(candidate, x, picture, painted, sign, eta)
  local length = candidate:copy(picture):add_(painted, sign):norm()
  candidate:mul_(length > 0 and eta / length or 0):add_(x)
end

local function attack(victim, options)
  local norm, project, move_along, prior_at = victim.norm, ball(victim), move[victim.norm], prior_of[victim.norm]
  local set = setmetatable({}, { __index = function(_, name) return options[name] or defaults[norm][name] end })
  local eta, delta, lr, prior_lr = set.eta, set.delta, set.lr, set.prior_lr
  local x, extents = victim.image, victim.image.shape
  local side = math.max(extents[#extents - 1] or 1, extents[#extents])
  local shape, paint = tiles(extents, options.tiles or math.min((side + 1) // 2, 50))
  local w = native.tensor.zeros(shape, "float32")
  local pair = native.tensor.zeros({ 2, table.unpack(extents) }, "float32")
  local one, other = pair[1], pair[2]
  local scale, picture = delta / math.sqrt(w.size), paint(w)  -- of the prior
  while true do
    local noise = victim.random:normal(shape, "float32"):mul_(scale)
    local painted = paint(noise)
    place(one, x, picture, painted, 1, eta)
    place(other, x, picture, painted, -1, eta)
    local losses = victim:query_all(pair)
    -- The paper looks at x after every step. It lies in the middle of the candidates: where neither fools the model, it need not.
    if fooled(victim, losses, options.loss) then victim:query(x) end
    local slope = (losses[1] - losses[2]) / (eta * delta)
    if is_finite(slope) then picture = paint(prior_at(w:add_(noise, -prior_lr * slope))) end
    x = project(move_along(x, picture, lr))
  end
end

local function number(name, help, linf, l2)
  return { name = name, type = "number", min = 0, above_min = true, default_text = ("%s for linf, %s for l2"):format(linf, l2), help = help }
end

return method {
  name = "bandits", attack = attack, loss = "cross_entropy", targeted = true, reads_scores = true,
  summary = "keeps the gradient of coarse tiles from step to step and improves it by two queries (Bandits-TD)",
  formula = "q± = v ± δu, u ~ N(0, I)/√d;  ĝ = (f(x + η q₊/|q₊|) − f(x + η q₋/|q₋|))/(ηδ) · δu;  v ← v − ĝ by exponentiated gradients (linf) or "
    .. "plain ones (l2);  x ← Π(x + lr sign v) or Π(x + lr v/|v|)",
  options = {
    { name = "tiles", type = "integer", min = 1, default_text = "half of the image's side, at most 50", help = "side of the prior v" },
    number("eta", "η, how far from x the candidates lie", "0.1", "0.1"),
    number("delta", "δ, how far the candidates' directions lie apart", "1", "0.1"),
    number("prior_lr", "step of the prior", "100", "1"),
    shared.lr "0.01 for linf, 0.1 for l2",
    shared.loss "cross_entropy",
  },
  cost = "2 queries a step, and 1 to look at the point when one of them fools the model",
  reference = "Ilyas, Engstrom & Madry, ICLR 2019: Prior convictions; defaults of its code MadryLab/blackbox-bandits for linf. Its l2 settings "
    .. "are for images of 299 pixels (η 0.01, δ 0.01, prior step 0.1, lr 0.5); those here were chosen on 60 images of Fashion-MNIST",
  example = [[
local function model(images)   -- says 1 where the left half is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    logits[i][2] = images[i]:window({ 1, 1 }, { 4, 2 }):sum() - images[i]:window({ 1, 3 }, { 4, 4 }):sum()
  end
  return logits
end
return ng.attack.run { model = model, data = { { image = ng.tensor.full({ 4, 4 }, 0.5):fill_window({ 1, 1 }, { 4, 2 }, 0.55), label = 1 } },
  method = ng.attack.bandits(), eps = 0.1, budget = 200 }]],
}
