-- ng.attack.square: random search that repaints squares which shrink as the budget is used.
local method = require "nilgrad.attack.method"
local raise = require "nilgrad.raise"

local defaults = { linf = 0.8, l2 = 0.1 }
-- The share of pixels is halved after these steps of 10,000, scaled to the budget.
local halvings = { 10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000 }

-- side(step) of the square of that step (from 0, never falling): p of the pixels at first, less and less as the budget is used.
local function schedule(p, budget, pixels)
  local halved, last, side = 0, -1, nil
  return function(step)
    if step <= last then return side end
    while halved < #halvings and step * 10000 // budget > halvings[halved + 1] do halved = halved + 1 end
    last = halved < #halvings and (halvings[halved + 1] + 1) * budget // 10000 - 1 or math.huge
    last = math.max(last, step)
    side = math.floor(math.sqrt(p / 2 ^ halved * pixels) + 0.5)
    return side
  end
end

local function attack(victim, options)
  local shape = victim.image.shape
  if #shape ~= 2 and #shape ~= 3 then
    raise("ng.attack.square needs images [channels, height, width] or [height, width], got [%s]", table.concat(shape, ", "))
  end
  local side = schedule(options.p or defaults[victim.norm], victim.budget, shape[#shape - 1] * shape[#shape])
  require("nilgrad.attack.square." .. victim.norm)(victim, side)
end

return method {
  name = "square", attack = attack,
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
