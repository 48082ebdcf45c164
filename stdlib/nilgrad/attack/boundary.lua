-- ng.attack.boundary: a walk at random along the decision boundary, each step partly across the way to the image and partly
-- along it. The paper's Algorithm 2, its two step sizes adapted so that decisions stay informative.
local approach = require "nilgrad.attack.decision.boundary".approach
local example = require "nilgrad.attack.method.example"
local method = require "nilgrad.attack.method"
local start = require "nilgrad.attack.decision.start"

-- Decisions that a step size is judged by. Steps across are asked about one time in check_every: more than these few would leave
-- their size as it began for a thousand queries.
local window_across, window_along = 10, 30

-- A step size, with the last `window` decisions that it met: grown when too many of them fooled, shrunk when too few.
local Step = {}
Step.__index = Step

local function new_step(size, window, few, many)
  return setmetatable({ size = size, window = window, few = few, many = many, count = 0, fooled = 0 }, Step)
end

function Step:met(fooled)
  local slot = self.count % self.window + 1
  if self.count >= self.window and self[slot] then self.fooled = self.fooled - 1 end
  self[slot], self.count, self.fooled = fooled, self.count + 1, self.fooled + (fooled and 1 or 0)
end

-- What it should be multiplied by; when that is not 1 it begins to count anew.
function Step:verdict(factor)
  if self.count < self.window then return 1 end
  local share = self.fooled / self.window
  if share >= self.few and share <= self.many then return 1 end
  self.count, self.fooled = 0, 0
  return share > self.many and factor or 1 / factor
end

-- A point on the sphere around the image that the current one lies on (as far as the box allows), and that point moved
-- towards the image.
local function propose(victim, point, across, along)
  local image = victim.image
  local way = image - point
  local distance = way:norm()
  way:div_(distance)
  local sideways = victim.random:normal(image.shape, "float32")
  sideways:add_(way, -sideways:dot(way))
  sideways:mul_(across * distance / sideways:norm()):add_(way, -distance)
  local on_sphere = image:add(sideways, 1 / math.sqrt(1 + across ^ 2)):clamp_(0, 1)
  local new_way = image - on_sphere
  local new_distance = new_way:norm()
  local length = math.max(0, along * distance + new_distance - distance)
  return on_sphere, on_sphere:add(new_way, new_distance > 0 and length / new_distance or 0):clamp_(0, 1), distance
end

local function attack(victim, options)
  local point = start(victim)
  if not point then return end
  point = approach(victim, point, 1e-3 * (point - victim.image):norm())
  local across = new_step(options.across, window_across, 0.2, 0.5)
  local along = new_step(options.along, window_along, 0.1, 0.25)
  local steps = 0
  while along.size > options.least do
    local on_sphere, candidate, distance = propose(victim, point, across.size, along.size)
    if distance == 0 then return end
    local fooled
    if steps % options.check_every == 0 then
      local answers = victim:fools_all { on_sphere, candidate }
      across:met(answers[1])
      fooled = answers[2]
    else
      fooled = victim:fools(candidate)
    end
    along:met(fooled)
    if fooled and (candidate - victim.image):norm() < distance then point = candidate end
    steps = steps + 1
    local both = across:verdict(options.adaptation)
    across.size, along.size = across.size * both, along.size * both
    along.size = along.size * along:verdict(options.adaptation)
  end
end

return method {
  name = "boundary", attack = attack,
  norms = { "l2" }, targeted = true, access = "labels", minimizes_distance = true,
  summary = "walks at random along the decision boundary towards the image",
  formula = "η ~ N(0, 1) across the way to the image, |η| = δd, back onto the sphere of radius d around it; then a step εd towards it",
  options = {
    { name = "across", type = "number", min = 0, above_min = true, default = 0.01,
      help = "δ at first: the step across the way, as a share of the distance" },
    { name = "along", type = "number", min = 0, above_min = true, max = 1, default = 0.01,
      help = "ε at first: the step towards the image, as a share of the distance" },
    { name = "adaptation", type = "number", min = 1, above_min = true, default = 1.5, help = "what δ and ε are multiplied or divided by" },
    { name = "check_every", type = "integer", min = 1, default = 10, unit = "steps",
      help = "how often the step across is asked about by itself, in the same batch" },
    { name = "least", type = "number", min = 0, default = 1e-7, help = "it ends when ε is less" },
  },
  cost = "1 a step, 2 in every check_every",
  reference = "Brendel, Rauber & Bethge, ICLR 2018: Decision-based adversarial attacks, Algorithm 1 and Section 2",
  example = example("ng.attack.boundary()", "0.05", ", norm = 'l2'"),
}
