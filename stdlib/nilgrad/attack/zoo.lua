-- ng.attack.zoo: Carlini and Wagner's objective, descended coordinate by coordinate.
local native = require "nilgrad.native"
local adam = require "nilgrad.attack.score.coordinate_adam"
local shared = require "nilgrad.attack.score.options"
local is_finite = require "nilgrad.attack.score.is_finite"
local method = require "nilgrad.attack.method"
local coordinates = require "nilgrad.attack.score.coordinates"

-- How a pixel x stands for the variable w that is moved, and the other way round; and what w may be.
local boxes = {}
boxes.clip = { pixel = function(w) return w end, variable = function(x) return x end, low = 0, high = 1 }
boxes.tanh = { low = -math.huge, high = math.huge }
function boxes.tanh.pixel(w)
  local e = math.exp(2 * math.max(-40, math.min(40, w)))
  return e / (e + 1)
end
-- 0.999999 of the way, so that black and white do not lie at infinity, as Carlini and Wagner have it.
function boxes.tanh.variable(x)
  local y = (2 * x - 1) * 0.999999
  return math.log((1 + y) / (1 - y)) / 2
end

-- One run with a constant c, from the image. Returns whether it came to an adversarial image.
local function descend(victim, set, c, candidates)
  local image, box, h = victim.image:reshape { -1 }, boxes[set.box], set.h
  local x, w, fooled, last, total = image:clone(), {}, false, math.huge, 0
  local steps = adam(set.lr)
  local pick = coordinates(victim, set.batch, set.importance)
  local patience = math.max(1, set.iterations // 10)
  for iteration = 1, set.iterations do
    local chosen, ends = pick(x), {}
    candidates:copy(x)
    for i, position in ipairs(chosen) do
      local at = w[position] or box.variable(image[position])
      local low, high = math.max(at - h, box.low), math.min(at + h, box.high)
      ends[i] = { low = low, high = high, width = high - low, at = at, below = box.pixel(low), above = box.pixel(high) }
      candidates[{ 2 * i - 1, position }], candidates[{ 2 * i, position }] = ends[i].above, ends[i].below
    end
    local margins, value = victim:query_all(candidates), 0
    for i, position in ipairs(chosen) do
      local side, original = ends[i], image[position]
      local above, below = math.max(margins[2 * i - 1], -set.kappa), math.max(margins[2 * i], -set.kappa)
      local distance = (side.above - original) ^ 2 - (side.below - original) ^ 2
      if is_finite(above - below) then
        local moved = side.at + steps(position, (c * (above - below) + distance) / side.width)
        w[position] = math.max(box.low, math.min(box.high, moved))
        x[position] = box.pixel(w[position])
        value = value + (above + below) / (2 * #chosen)
      end
      fooled = fooled or margins[2 * i] < 0
    end
    total = total + c * value + (x - image):norm() ^ 2
    if iteration % patience == 0 then
      if total > 0.9999 * last then break end
      last, total = total, 0
    end
  end
  return fooled
end

local presets = { default = { lr = 0.02, c = 0.5 }, published = { lr = 0.01, c = 0.5 }, fast = { lr = 0.05, c = 1 } }

local function attack(victim, options)
  local preset = presets[options.preset]
  local set = setmetatable({ lr = options.lr or preset.lr }, { __index = options })
  set.batch = math.min(options.batch, victim.image.size)
  local candidates = native.tensor.zeros({ 2 * set.batch, victim.image.size }, "float32")
  local c, low, high = options.c or preset.c, 0, math.huge
  for _ = 1, options.searches do
    if descend(victim, set, c, candidates) then high = c else low = c end
    c = high < math.huge and (low + high) / 2 or 10 * c
  end
end

return method {
  name = "zoo", attack = attack, targeted = true, norms = { "l2" }, minimizes_distance = true,
  summary = "Carlini and Wagner's objective by coordinate-wise Adam: small distances in L2, for many queries",
  formula = "min |x − x₀|² + c·max(log p_y − max log p_k, −κ) (towards t: max log p_k − log p_t) over random coordinates: central differences with step h (one-sided at 0 and 1), "
    .. "Adam with β 0.9, 0.999 and a step counter of its own for each coordinate; c by binary search: 10 times more until an adversarial image is "
    .. "found, then halfway between",
  options = {
    { name = "preset", type = "string", choices = { "default", "published", "fast" }, default = "default",
      help = "default: lr = 0.02, c = 0.5; published: lr = 0.01, c = 0.5, nearer images for twice the queries; fast: lr = 0.05, c = 1, "
        .. "first successes for less than half the queries" },
    { name = "lr", type = "number", min = 0, above_min = true, default_text = "the preset's", help = "Adam's learning rate" },
    { name = "c", type = "number", min = 0, above_min = true, default_text = "the preset's", help = "where the search begins" },
    { name = "batch", type = "integer", min = 1, default = 64, unit = "coordinates", help = "of a step, all asked about together" },
    { name = "searches", type = "integer", min = 1, default = 9, help = "values of c" },
    { name = "iterations", type = "integer", min = 1, default = 1000, unit = "steps",
      help = "with one c; fewer when a tenth of them has brought nothing" },
    { name = "h", type = "number", min = 0, above_min = true, default = 1e-4, help = "h, of the differences" },
    { name = "kappa", type = "number", min = 0, default = 0, help = "κ, by how much the other class is to be likelier" },
    { name = "box", type = "string", choices = { "clip", "tanh" }, default = "clip",
      help = "keeps pixels in [0, 1]: by clipping, or as (1 + tanh w)/2, which hardly moves black and white ones" },
    { name = "importance", type = "boolean", default = false,
      help = "draw coordinates mostly where the image has changed (of 8 × 8 regions, by their largest change)" },
  },
  cost = "2 × batch queries a step",
  reference = "Chen, Zhang, Sharma, Yi & Hsieh, AISec 2017: ZOO, and its code huanzhang12/ZOO-Attack (lr 0.01 on MNIST, c 0.5, 9 searches, 1000 "
    .. "iterations, β, early end). 64 coordinates instead of 128, and the presets default and fast, were chosen on 20 images of Fashion-MNIST. "
    .. "Coordinates are taken in turn from random orders, where the code draws each step's anew",
  example = shared.example("ng.attack.zoo { batch = 2 }", 0.2, [[, norm = "l2"]]),
}
