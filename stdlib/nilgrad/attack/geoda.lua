-- ng.attack.geoda: takes the decision boundary for a plane, estimates its normal from decisions around one point of it, goes
-- along that normal from the image to the boundary, and begins again there. The paper's Algorithms 1 and 2.
local boundary = require "nilgrad.attack.decision.boundary"
local directions = require "nilgrad.attack.decision.directions"
local low_frequency = require "nilgrad.attack.decision.low_frequency"
local example = require "nilgrad.attack.method.example"
local method = require "nilgrad.attack.method"
local start = require "nilgrad.attack.decision.start"

local queries_for_search = 25   -- what a step is reckoned to cost beside its decisions
local first_at_most = 80        -- decisions of the first step
local farthest_doublings = 20

-- Decisions of every step: they grow by μ^(−2/3) and with the searches use up the budget.
local function schedule(budget, mu)
  local growth, shares, steps, first = mu ^ (-2 / 3), 0, 0, nil
  repeat
    shares, steps = shares + growth ^ steps, steps + 1
    first = (budget - queries_for_search * steps) / shares
  until first <= first_at_most
  local counts = {}
  for i = 1, steps do counts[i] = math.max(1, math.floor(first * growth ^ (i - 1) + 0.5)) end
  return counts
end

-- The fewest and smallest changes that go so far along a normal: number after number, those of the largest weights first, to the end
-- of its range (the paper's sparse case).
local function sparse_path(image, normal)
  local pixels, weights, order = image:reshape { -1 }:table(), normal:reshape { -1 }:table(), {}
  for i = 1, #weights do order[i] = i end
  table.sort(order, function(a, b)
    local one, two = math.abs(weights[a]), math.abs(weights[b])
    return one > two or one == two and a < b
  end)
  return function(length)
    local candidate = image:clone():reshape { -1 }
    for _, i in ipairs(order) do
      if length <= 0 or weights[i] == 0 then break end
      local room = weights[i] > 0 and 1 - pixels[i] or pixels[i]
      local move = math.min(room, length)
      candidate[i] = pixels[i] + (weights[i] > 0 and move or -move)
      length = length - move
    end
    return candidate:reshape(image.shape):clamp_(0, 1)
  end
end

-- The way from the image along a normal: path(length) -> the candidate there.
local function path_along(victim, normal)
  if victim.norm == "l1" or victim.norm == "l0" then return sparse_path(victim.image, normal) end
  local way = victim.norm == "linf" and normal:sign() or normal / math.max(normal:norm(), 1e-30)
  return function(length) return victim.image:add(way, length):clamp_(0, 1) end
end

-- The point where the way meets the boundary; nil where it stays on the image's side of it.
local function go(victim, path, first, tolerance)
  local high = first
  local candidate = path(high)
  local doublings = 0
  while not victim:fools(candidate) do
    doublings = doublings + 1
    local further = path(2 * high)
    if doublings > farthest_doublings or further:equal(candidate) then return nil end
    high, candidate = 2 * high, further
  end
  local length, found = boundary.search(function(middle)
    local between = path(middle)
    return victim:fools(between), between
  end, high, tolerance)
  return found or candidate, length
end

local function attack(victim, options)
  local tolerance = options.sigma / 2
  local shape = options.subspace == "full" and { victim.image.size } or victim.image.shape
  local draw = low_frequency(shape, options.frequencies)
  local point = start(victim)
  if not point then return end
  local length
  point, length = boundary.approach(victim, point, tolerance)
  local normal, counts, step = victim.image:clone():fill(0), schedule(victim.budget, options.mu), 0
  while true do
    step = step + 1
    local flat = point:reshape { 1, -1 }
    local votes = directions.vote(victim, counts[math.min(step, #counts)], function(n)
      local rows = draw(victim.random, n)
      return rows, rows:mul(options.sigma):add_(flat):clamp_(0, 1)
    end)
    normal:add_(votes:contrast():reshape(normal.shape))
    local next_point, found = go(victim, path_along(victim, normal), length, tolerance)
    if next_point then point, length = next_point, found end
  end
end

return method {
  name = "geoda", attack = attack,
  norms = { "l2", "linf", "l1", "l0" }, access = "labels", minimizes_distance = true,
  summary = "takes the decision boundary for a plane and estimates its normal within low frequencies",
  formula = "ŵ ← ŵ + Σ (sᵢ − s̄) ηᵢ, sᵢ = ±1 the decision at x_t + σηᵢ, η normal in the lowest frequencies; x_{t+1} where x + r v(ŵ)\n"
    .. "meets the boundary, v = ŵ / |ŵ| (l2), sign ŵ (linf); l1 and l0: the numbers of the\n"
    .. "largest |ŵ| go to 0 or 1, one after another, until it is met. All decisions of all steps count alike, less their step's mean",
  options = {
    { name = "sigma", type = "number", min = 0, above_min = true, default = 2e-4,
      help = "σ; bisections end at half of it, since decisions around a point further from the boundary are all the same" },
    { name = "mu", type = "number", min = 0, above_min = true, max = 1, default = 0.6, help = "μ: the number of decisions grows by μ^(−2/3) a step" },
    { name = "subspace", type = "string", choices = { "low", "full" }, default = "low", help = "low frequencies of the cosine transform, or all" },
    { name = "frequencies", type = "number", min = 0, above_min = true, max = 1, default_text = "75/224, at least 8",
      default = 75 / 224, help = "share of the frequencies of each dimension" },
  },
  cost = "the first step 50 to 80 decisions at once, later ones more; about log₂(distance / σ) for its search",
  reference = "Rahmati, Moosavi-Dezfooli, Frossard & Dai, CVPR 2020: GeoDA, a geometric framework for black-box adversarial attacks",
  example = example("ng.attack.geoda()", "0.05", ", norm = 'l2'"),
}
