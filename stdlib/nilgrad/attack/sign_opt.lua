-- ng.attack.sign_opt: minimises g(θ), the distance to the boundary in direction θ, by the signs of its changes, of which one
-- decision tells each. The paper's Algorithm 1, with the step search of its authors' code.
local boundary = require "nilgrad.attack.decision.boundary"
local directions = require "nilgrad.attack.decision.directions"
local low_frequency = require "nilgrad.attack.decision.low_frequency"
local example = require "nilgrad.attack.method.example"
local method = require "nilgrad.attack.method"

local order = { l2 = 2, linf = math.huge }
local start_tolerance, farthest = 1e-5, 20
local most_tries = 15  -- of steps in one search
local least_alpha, least_beta = 1e-4, 1e-8

local Descent = {}
Descent.__index = Descent

-- The image at `length` along θ. What the box cuts off makes it closer than that.
function Descent:at(theta, length) return self.victim.image:add(theta, length):clamp_(0, 1) end

function Descent:asks(theta)
  return function(length) return self.victim:fools(self:at(theta, length)) end
end

-- A direction after a step, back among those of length 1: onto the sphere, or for linf into the cube, at whose corners the good
-- directions are. (Scaling by the largest element, as the authors do, moves every pixel whenever that one changes.)
function Descent:confine(theta)
  if self.victim.norm == "linf" then return theta:clamp(-1, 1) end
  return theta / math.max(theta:norm(), 1e-30)
end

-- g(θ) as far as it is below `best`, else nil: a direction that is no better costs 1 query.
function Descent:better(theta, length, best)
  local fools = self:asks(theta)
  if length > best then
    if not fools(best) then return nil end
    length = best
  end
  return (boundary.search(fools, length, start_tolerance))
end

-- g(θ) near `guess`, found by steps of 1 % and then halving.
function Descent:near(theta, guess, tolerance)
  local fools = self:asks(theta)
  local low, high = guess, guess
  if fools(guess) then
    repeat low, high = low * 0.99, low until low <= tolerance or not fools(low)
  else
    repeat low, high = high, high * 1.01 until high > farthest * guess or fools(high)
    if high > farthest * guess then return math.huge end
  end
  return (boundary.search(fools, high, tolerance, low))
end

-- Noise as long as white noise is, [count, image…].
function Descent:noise(count, kind)
  local victim = self.victim
  local shape, size = victim.image.shape, victim.image.size
  if kind == "white" then return victim.random:normal({ count, table.unpack(shape) }, "float32") end
  local smooth = low_frequency(shape)(victim.random, count)
  return directions.normalise(smooth):mul_(math.sqrt(size)):reshape { count, table.unpack(shape) }
end

-- Random directions, asked about all at once; the one with the nearest boundary.
function Descent:begin_at_random(count, kind)
  local victim = self.victim
  local drawn = self:noise(count, kind)
  local best, length = nil, math.huge
  for i, fooled in ipairs(victim:fools_all((drawn + victim.image):clamp_(0, 1))) do
    if fooled then
      local far = drawn[i]:norm(self.p)
      local theta = drawn[i] / far
      local found = self:better(theta, far, length)
      if found and found < length then best, length = theta, found end
    end
  end
  return best, length
end

-- The direction of an image that fools: what a target class, or a model that sees one class in all noise, needs.
function Descent:begin_at(adversarial)
  local change = adversarial - self.victim.image
  local length = change:norm(self.p)
  local theta = change / length
  return theta, (boundary.search(self:asks(theta), length, start_tolerance))
end

-- ĝ, one decision a sign: θ + βu is worse where it does not fool at g(θ). Probes may leave the cube: within it, nearly all around
-- a corner would be worse, whatever they change.
function Descent:gradient(theta, length, count, beta)
  local victim, flat = self.victim, theta:reshape { 1, -1 }
  local image = victim.image:reshape { 1, -1 }
  local votes = directions.vote(victim, count, function(n)
    local drawn = directions.normalise(victim.random:normal({ n, victim.image.size }, "float32"), self.p)
    local probes = drawn:mul(beta):add_(flat)
    if victim.norm == "l2" then directions.normalise(probes) end
    return drawn, probes:mul_(length):add_(image):clamp_(0, 1)
  end)
  return votes:sum():mul_(-1 / count):reshape(victim.image.shape)
end

-- One step against the gradient: α doubles while that is better; where the first was not, it is quartered until one is.
function Descent:step(theta, length, gradient)
  local best_theta, best = theta, length
  local function try()
    local candidate = self:confine(theta:add(gradient, -self.alpha))
    local found = self:near(candidate, best, self.beta / 500)
    if found >= best then return false end
    best_theta, best = candidate, found
    return true
  end
  for _ = 1, most_tries do
    local improved = try()
    self.alpha = 2 * self.alpha
    if not improved then break end
  end
  if best < length then return best_theta, best end
  for _ = 1, most_tries do
    self.alpha = self.alpha / 4
    if try() then break end
  end
  return best_theta, best
end

local function attack(victim, options)
  local descent = setmetatable({ victim = victim, p = order[victim.norm], alpha = options.alpha, beta = options.beta }, Descent)
  local theta, length
  if not victim.target then theta, length = descent:begin_at_random(options.starts, options.noise) end
  if not theta then
    local adversarial = require "nilgrad.attack.decision.start" (victim)
    if not adversarial then return end
    theta, length = descent:begin_at(adversarial)
  end
  while descent.beta >= least_beta do
    local gradient = descent:gradient(theta, length, options.probes, descent.beta)
    theta, length = descent:step(theta, length, gradient)
    if descent.alpha < least_alpha then descent.alpha, descent.beta = 1, descent.beta / 10 end
  end
end

return method {
  name = "sign_opt", attack = attack,
  norms = { "l2", "linf" }, targeted = true, access = "labels", minimizes_distance = true,
  summary = "minimises the distance to the decision boundary over directions, by the signs of its changes",
  formula = "g(θ) = distance to the boundary along θ; ĝ = 1/K Σ sign(g(θ + βu) − g(θ)) u, u of length 1; θ ← Π(θ − αĝ), α searched,\n"
    .. "Π onto the sphere (l2) or into the cube (linf)",
  options = {
    { name = "probes", type = "integer", min = 1, default = 200, unit = "queries", help = "K, decisions for a gradient" },
    { name = "beta", type = "number", min = 0, above_min = true, default = 1e-3,
      help = "how far the probed directions are from θ; a tenth of it whenever steps stop helping" },
    { name = "alpha", type = "number", min = 0, above_min = true, default = 0.2, help = "the first step" },
    { name = "starts", type = "integer", min = 1, default = 100, unit = "queries",
      help = "random directions to choose the first one from; targeted, it is the direction of an image of the target class" },
    { name = "noise", type = "string", choices = { "smooth", "white" }, default = "smooth",
      help = "what the random directions are: of the lowest frequencies of the cosine transform, along which less fools, or white as in the paper" },
  },
  cost = "starts, and about 20 for each that is the best so far; then a step: probes at once, and about 15 for each α tried",
  reference = "Cheng, Singh, Chen, Chen, Liu & Hsieh, ICLR 2020: Sign-OPT, a query-efficient hard-label adversarial attack",
  example = example("ng.attack.sign_opt { probes = 10 }", "0.05", ", norm = 'l2'"),
}
