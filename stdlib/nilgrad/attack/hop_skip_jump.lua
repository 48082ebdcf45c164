-- ng.attack.hop_skip_jump: walks along the decision boundary by the gradient that many decisions around a point of it show.
-- This is the paper's Algorithm 2.
local boundary = require "nilgrad.attack.decision.boundary"
local directions = require "nilgrad.attack.decision.directions"
local example = require "nilgrad.attack.method.example"
local method = require "nilgrad.attack.method"
local start = require "nilgrad.attack.decision.start"

local most_probes = 10000  -- of one gradient, the authors' limit

-- u of the paper: uniform on the sphere for l2; for linf uniform in a cube, then of length 1.
local function draw_directions(victim, count)
  if victim.norm == "l2" then return directions.sphere(victim, count) end
  local cube = victim.random:uniform({ count, victim.image.size }, "float32"):mul_(2):add_(-1)
  return directions.normalise(cube)
end

-- The direction in which decisions within `radius` of the point turn adversarial, shaped as the image: of length 1, or signs
-- for linf. Decisions count less their mean, unless they are all the same.
local function gradient(victim, point, radius, count)
  local flat = point:reshape { 1, -1 }
  local votes = directions.vote(victim, count, function(n)
    local candidates = draw_directions(victim, n):mul_(radius):add_(flat):clamp_(0, 1)
    return (candidates - flat):div_(radius), candidates
  end)
  local found = votes:contrast():reshape(victim.image.shape)
  return victim.norm == "linf" and found:sign() or found / math.max(found:norm(), 1e-30)
end

-- The point moved along the direction, by a step that is halved until it fools; nil when that gets too small to matter.
local function jump(victim, point, direction, step, least)
  while step > least do
    local candidate = point:add(direction, step):clamp_(0, 1)
    if victim:fools(candidate) then return candidate end
    step = step / 2
  end
end

local function attack(victim, options)
  local size, norm = victim.image.size, victim.norm
  local theta = norm == "l2" and size ^ -1.5 or size ^ -2.0
  local far = start(victim)
  if not far then return end
  local function approach(adversarial)  -- a share θ of the way for l2; for linf of the way, but not of more than 1
    local before = boundary.distance(norm, victim.image, adversarial)
    local point = boundary.approach(victim, adversarial, theta * (norm == "l2" and before or math.min(1, before)))
    return point, before
  end
  local point, before = approach(far)
  local radius = options.first_radius
  for t = 1, options.steps do
    local direction = gradient(victim, point, radius, math.min(most_probes, math.floor(options.probes * math.sqrt(t))))
    local distance = boundary.distance(norm, victim.image, point)
    if distance == 0 then return end
    local next_point = jump(victim, point, direction, distance / math.sqrt(t), theta * distance)
    if next_point then
      point, before = approach(next_point)
    end
    radius = before / size
  end
end

return method {
  name = "hop_skip_jump", attack = attack,
  norms = { "l2", "linf" }, targeted = true, access = "labels", minimizes_distance = true,
  summary = "walks along the decision boundary towards the image, by gradients from labels alone",
  formula = "ĝ = Σ (φᵢ − φ̄) uᵢ, φᵢ = ±1 the decision at x_t + δ uᵢ, δ = d⁻¹ |x̃_t − x*|; x̃_{t+1} = x_t + ξ v(ĝ), ξ = |x_t − x*| / √t halved\n"
    .. "until it fools; x_{t+1} by bisection between x* and x̃_{t+1}, to the share d^−1.5 (l2) or d^−2 (linf) of the way",
  options = {
    { name = "steps", type = "integer", min = 1, default = 64, help = "most steps" },
    { name = "probes", type = "integer", min = 1, default = 100, unit = "queries",
      help = "decisions for the first gradient; step t takes √t times as many, at most 10,000" },
    { name = "first_radius", type = "number", min = 0, above_min = true, max = 1, default = 0.1,
      help = "δ of the first gradient, before there is a distance to take it from" },
  },
  cost = "step t: probes √t at once, 1 to a few for the step, about 1.5 log₂ d (l2) or 2 log₂ d (linf) for the bisection",
  reference = "Chen, Jordan & Wainwright, IEEE S&P 2020: HopSkipJumpAttack, a query-efficient decision-based attack, Algorithm 2",
  example = example("ng.attack.hop_skip_jump { probes = 10 }", "0.05", ", norm = 'l2'"),
}
