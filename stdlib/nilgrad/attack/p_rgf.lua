-- ng.attack.p_rgf: the random gradient-free method along directions biased towards a prior, as far as the prior deserves it.
local native = require "nilgrad.native"
local ball = require "nilgrad.attack.score.ball"
local shared = require "nilgrad.attack.score.options"
local is_finite = require "nilgrad.attack.score.is_finite"
local method = require "nilgrad.attack.method"

-- Directions have root mean square 1 here, that is length √d.
local function scaled(direction)
  local length = direction:norm()
  return length > 0 and direction * (math.sqrt(direction.size) / length) or nil
end

local function random_directions(random, count, size)
  local directions = random:normal({ count, size }, "float32")
  for i = 1, count do
    local direction = directions[i]
    direction:mul_(math.sqrt(size) / direction:norm())
  end
  return directions
end

-- The paper's equation 16: the share of the prior whose estimate has the least error, with cosine `cosine` between prior and gradient.
local function best_share(cosine, size, queries)
  local square = cosine ^ 2
  if square * (size + 2 * queries - 2) < 1 then return 0 end
  if square >= 1 or square * (2 * queries - 1) > 1 then return 1 end
  local share = (1 - square) * (1 - square * (size + 2 * queries - 2))
    / (square ^ 2 * size * (size + 2 * queries - 2) - 2 * square * size * queries + 1)
  return math.max(0, math.min(1, share))
end

-- (f − value)/σ of losses from position `first` on; 0 where that is no number.
local function slopes_of(losses, first, value, sigma)
  local slopes = {}
  for i = first, #losses do
    local slope = (losses[i] - value) / sigma
    slopes[#slopes + 1] = is_finite(slope) and slope or 0
  end
  return native.tensor(slopes, "float32")
end

local function derivatives(victim, x, directions, sigma, value)
  return slopes_of(victim:query_all((directions * sigma):add_(x:reshape { 1, -1 })), 1, value, sigma)
end

-- The prior turned towards the gradient, and its share. `state.length` is |∇f|, estimated anew every tenth step.
local function weigh(victim, x, prior, options, value, state)
  local size, sigma = x.size, options.sigma
  local fresh = state.steps % 10 == 0 or not state.length
  local directions = prior:reshape { 1, size }
  if fresh then directions = native.tensor.concat { directions, random_directions(victim.random, 10, size) } end
  local slopes = derivatives(victim, x, directions, sigma, value)
  if fresh then state.length = slopes:slice(2):norm() / math.sqrt(10) end
  state.steps = state.steps + 1
  local cosine = slopes[1] / math.max(state.length * math.sqrt(size), 1e-30)
  return cosine < 0 and -prior or prior, best_share(math.min(1, math.abs(cosine)), size, options.queries)
end

-- Takes the part along the prior out of the directions; their length stays.
local function across(directions, prior)
  for i = 1, #directions do
    local direction = directions[i]
    direction:add_(prior, -direction:dot(prior) / prior.size)
    direction:mul_(math.sqrt(prior.size) / direction:norm())
  end
  return directions
end

local function weighted_sum(directions, slopes)
  local sum = native.tensor.zeros({ directions.shape[2] }, "float32")
  for i = 1, #directions do sum:add_(directions[i], slopes[i]) end
  return sum
end

local function estimate(victim, x, prior, share, options, value)
  local directions = random_directions(victim.random, options.queries, x.size)
  if share > 0 then directions = across(directions, prior):mul_(math.sqrt(1 - share)):add_(prior:reshape { 1, -1 }, math.sqrt(share)) end
  local slopes = derivatives(victim, x, directions, options.sigma, value)
  return weighted_sum(directions, slopes)
end

-- With the step before as prior: one difference along it and q across it, each the gradient's part in that direction. What is along
-- the prior is so kept from step to step, and renewed.
local function recollect(victim, x, prior, options)
  local directions = random_directions(victim.random, options.queries, x.size)
  if prior then directions = native.tensor.concat { prior:reshape { 1, -1 }, across(directions, prior) } end
  local candidates = native.tensor.zeros({ #directions + 1, x.size }, "float32"):copy(x)
  candidates:slice(2):add_(directions, options.sigma)
  local losses = victim:query_all(candidates)
  local slopes = slopes_of(losses, 2, losses[1], options.sigma)
  return scaled(weighted_sum(directions, slopes))
end

local function consult(victim, x, options, state)
  local value = victim:query(x)
  local prior = options.prior(x:reshape(victim.image.shape), victim.label, victim.target)
  prior = scaled(native.tensor(prior, "float32"):reshape { -1 })
  local share = 0
  if prior then prior, share = weigh(victim, x, prior, options, value, state) end
  return share == 1 and prior or scaled(estimate(victim, x, prior, share, options, value))
end

local function attack(victim, options)
  local project, state = ball(victim), { steps = 0 }
  local lr = options.lr or victim.eps / (victim.norm == "linf" and 10 or 8)
  local x, gradient = victim.image, nil
  while true do
    local flat = x:reshape { -1 }
    gradient = (options.prior and consult(victim, flat, options, state) or recollect(victim, flat, gradient, options)) or gradient
    if gradient then  -- not where no loss differed from x's
      local direction = gradient:reshape(x.shape)
      x = project(victim.norm == "linf" and x:add(direction:sign(), -lr) or x:add(direction, -lr / direction:norm()))
    end
  end
end

return method {
  name = "p_rgf", attack = attack, loss = "cross_entropy", targeted = true,
  summary = "one-sided differences along directions biased towards a prior, such as the gradient of a model of one's own",
  formula = "u = √λ p + √(1−λ) ξ, ξ random across p, all of length √d;  ĝ = 1/q Σ (f(x + σu) − f(x))/σ · u;  λ is the best one for the cosine between p "
    .. "and the gradient, which is measured: 1 query for its slope, 10 every tenth step for |∇f|; at λ = 1 the step is along p and asks nothing more."
    .. "\nWithout a prior function p is the estimate before, and ĝ = (f(x + σp) − f(x)) p + Σ (f(x + σξ) − f(x)) ξ. Steps as ng.attack.rgf's",
  options = {
    { name = "prior", type = "function", default_text = "the estimate of the step before",
      help = "prior(image, label, target) -> a tensor of the image's size, roughly the gradient of the loss or against it: a surrogate's. It "
        .. "asks the victim nothing and is not charged" },
    { name = "queries", type = "integer", min = 1, default = 50, unit = "directions", help = "q" },
    { name = "sigma", type = "number", min = 0, above_min = true, default = 1e-4, help = "σ, root mean square of a pixel's change" },
    shared.lr "ε/10 for linf, ε/8 for l2: the published 0.005 of 0.05 and 2 of 16.4",
    shared.loss "cross_entropy",
  },
  cost = "a step: q + 2 queries; with a prior function 10 more every tenth",
  reference = "Cheng, Dong, Pang, Su & Zhu, NeurIPS 2019: Improving black-box adversarial attacks with a transfer-based prior, biased sampling "
    .. "(code thu-ml/Prior-Guided-RGF); the estimate before as prior: Cheng, Wu, Su & Zhu, NeurIPS 2021 (History-PRGF)",
  example = shared.example "ng.attack.p_rgf { queries = 4, prior = function() return { 1, -0.5 } end }",
}
