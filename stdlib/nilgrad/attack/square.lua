-- ng.attack.square: random search over squares of pixels that shrink as the budget is used. This is the paper's Algorithm 1; the
-- candidates, its Algorithms 2 and 3, are native (runtime/attack/square.hpp).
local squares_of = require "nilgrad.native.attack".squares
local method = require "nilgrad.attack.method"

local defaults = { linf = 0.8, l2 = 0.1 }
-- The share of pixels is halved after these steps of 10,000, scaled to the budget.
local halvings = { 10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000 }

-- A list of { last =, side = }: until which step (from 0) the squares have which side.
local function schedule(p, budget, pixels)
  local phases = {}
  for halved = 0, #halvings do
    local last = halvings[halved + 1] and ((halvings[halved + 1] + 1) * budget - 1) // 10000 or budget
    phases[#phases + 1] = { last = last, side = math.floor(math.sqrt(p / 2 ^ halved * pixels) + 0.5) }
  end
  return phases
end

local function attack(victim, options)
  local shape = victim.image.shape
  local squares = squares_of(victim.image, victim.norm, victim.eps, victim.seed, victim.stream)
  local best, step = victim:query(squares:start()), 0
  for _, phase in ipairs(schedule(options.p or defaults[victim.norm], victim.budget, shape[#shape - 1] * shape[#shape])) do
    local side, last = phase.side, phase.last
    while step <= last do
      local loss = victim:query(squares:propose(side))
      if loss < best then
        best = loss
        squares:accept()
      end
      step = step + 1
    end
  end
end

return method {
  name = "square", attack = attack, targeted = true,
  summary = "random search over squares of pixels, the strongest simple attack on scores",
  options = {
    { name = "p", type = "number", min = 0, above_min = true, max = 1, default_text = "0.8 for linf, 0.1 for l2",
      help = "share of the pixels that the first squares cover; halved as the budget is used" },
    { name = "loss", type = "string", choices = { "margin", "cross_entropy" }, default = "margin",
      help = "the margin, or minus the cross-entropy" },
  },
  cost = "1 query a step",
  reference = "Andriushchenko, Croce, Flammarion & Hein, ECCV 2020: Square Attack, Algorithms 1 to 3",
  example = [[
local function model(images)   -- says 1 where the left half is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    logits[i][2] = images[i]:window({ 1, 1 }, { 4, 2 }):sum() - images[i]:window({ 1, 3 }, { 4, 4 }):sum()
  end
  return logits
end
return ng.attack.run { model = model, data = { { image = ng.tensor.full({ 4, 4 }, 0.5):fill_window({ 1, 1 }, { 4, 2 }, 0.55), label = 1 } },
  method = ng.attack.square(), eps = 0.1, budget = 200 }]],
}
