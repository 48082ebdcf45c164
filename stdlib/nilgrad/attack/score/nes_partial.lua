-- ng.attack.nes where the model shows little: from an image that is adversarial already, towards the original, in a ball that shrinks
-- as long as the class looked for is shown (top k) or the image stays adversarial (labels). Algorithm 2 of the paper.
local ball = require "nilgrad.attack.score.ball"
local estimate = require "nilgrad.attack.score.nes_estimate"
local native = require "nilgrad.native"

local most_draws, steps_at_least = 100, 50

-- The image to begin with, or nil.
local function start(victim)
  if victim.start then return victim.start end
  for _ = 1, most_draws do
    local noise = victim.random:uniform(victim.image.shape, "float32")
    if victim:fools(noise) then return noise end
  end
end

-- losses_at(candidates) -> a list, of which only differences count.
local function losses_for(victim, options)
  if victim.access ~= "labels" then return function(candidates) return victim:query_all(candidates) end end
  local mu, copies = options.mu, options.copies or math.max(1, math.min(100, victim.budget // (steps_at_least * options.samples)))
  return function(candidates)
    local losses = {}
    for i = 1, #candidates do
      local noise = victim.random:uniform({ copies, table.unpack(victim.image.shape) }, "float32"):mul_(2 * mu):add_(-mu)
      local failed = 0
      for _, fooled in ipairs(victim:fools_all((candidates[i] + noise):clamp_(0, 1))) do failed = failed + (fooled and 0 or 1) end
      losses[i] = failed / copies
    end
    return losses
  end
end

-- Does the model still say what is to be kept? 1 query.
local function keeps_for(victim)
  if victim.access == "labels" or not victim.target then return function(x) return victim:fools(x) end end
  return function(x)
    victim:query(x)
    return victim:logits()[1][victim.target + 1] > -math.huge
  end
end

local function distance(victim, x)
  return (x - victim.image):norm(victim.norm == "linf" and math.huge or 2)
end

return function(victim, options)
  local x, keeps, losses_at = start(victim), keeps_for(victim), losses_for(victim, options)
  if not x then return end
  local most = options.lr or (victim.norm == "linf" and 0.01 or 0.1)
  local radius = distance(victim, x)
  local shrink, momentum = radius / 2, native.tensor.zeros(x.shape, "float32")
  local candidates_at, gradient_of = estimate(x.shape, options.samples, options.sigma, victim.random)
  local function moved(lr, within)
    local candidate, length = x:clone(), momentum:norm()
    if length > 0 then candidate:add_(victim.norm == "linf" and momentum:sign() or momentum / length, -lr) end
    return ball({ norm = victim.norm, image = victim.image, eps = within })(candidate)
  end
  while true do
    momentum:mul_(0.9):add_((gradient_of(losses_at(candidates_at(x)))), 0.1)
    local within, lr = math.max(victim.eps, radius - shrink), most
    local candidate = moved(lr, within)
    while candidate and not keeps(candidate) do
      lr = lr / 2
      if lr >= most / 200 then
        candidate = moved(lr, within)
      else
        candidate, shrink = nil, shrink / 2
      end
    end
    if candidate then x, radius, shrink = candidate, within, math.min(2 * shrink, within / 2) end
  end
end
