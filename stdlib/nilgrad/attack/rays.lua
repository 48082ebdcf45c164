-- ng.attack.rays: searches the corner of the cube of signs whose direction meets the boundary first, turning the signs of ever
-- smaller blocks of pixels. The paper's Algorithms 1 to 3.
local search = require "nilgrad.attack.decision.boundary".search
local example = require "nilgrad.attack.method.example"
local method = require "nilgrad.attack.method"

-- Where the ray of these signs meets the boundary, when that is nearer than `best`: one query tells that it is not.
local function nearer(victim, signs, best, tolerance)
  local function ask(length) return victim:fools(victim.image:add(signs, length):clamp_(0, 1)) end
  if not ask(best) then return best end
  return (search(ask, best, tolerance))
end

local function attack(victim, options)
  local size = victim.image.size
  local tolerance = options.tolerance / math.sqrt(size)
  local signs = victim.image:clone():fill(1)
  -- At a length of 1, the whole range, every pixel has reached its bound: there is nothing behind it.
  local length, side, improved = nearer(victim, signs, 1, tolerance), size, false
  repeat
    improved = false
    for first = 1, size, side do
      local turned = signs:clone()
      turned:reshape { size }:slice(first, math.min(size, first + side - 1)):neg_()
      local found = nearer(victim, turned, length, tolerance)
      if found < length then signs, length, improved = turned, found, true end
    end
    local last = side == 1 and not improved
    side = (side + 1) // 2
  until last
end

return method {
  name = "rays", attack = attack,
  norms = { "linf" }, access = "labels", minimizes_distance = true,
  summary = "searches the signs whose direction meets the decision boundary first, in ever smaller blocks of pixels",
  formula = "min over s in {−1, 1}^d of the length at which clip(x + length s) fools; a block of s is turned where that is nearer",
  options = {
    { name = "tolerance", type = "number", min = 0, above_min = true, default = 1e-3,
      help = "of the length of the ray, in l2: it ends the bisections" },
  },
  cost = "1 for a block that is no nearer, else about log₂(√d / tolerance) more; it ends when no single pixel helps",
  reference = "Chen & Gu, KDD 2020: RayS, a ray searching method for hard-label adversarial attack, Algorithms 1 to 3",
  example = example("ng.attack.rays()", "0.05"),
}
