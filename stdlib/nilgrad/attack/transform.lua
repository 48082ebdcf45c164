-- ng.attack.transform: turns and moves the image, from the smallest change to the largest.
local warp = require "nilgrad.native.attack".warp
local method = require "nilgrad.attack.method"

local at_a_time = 64

-- count numbers from −most to most, 0 alone when there is one.
local function levels(most, count)
  local list = {}
  for i = 1, count do list[i] = count > 1 and most * (2 * (i - 1) / (count - 1) - 1) or 0 end
  return list
end

-- How large a change is: each part as a share of the most allowed.
local function size_of(change, most)
  local sum = 0
  for i = 1, 3 do sum = sum + (most[i] > 0 and (change[i] / most[i]) ^ 2 or 0) end
  return sum
end

local function grid(most, options)
  local changes = {}
  for _, degrees in ipairs(levels(most[1], options.rotations)) do
    for _, down in ipairs(levels(most[2], options.translations)) do
      for _, right in ipairs(levels(most[3], options.translations)) do changes[#changes + 1] = { degrees, down, right } end
    end
  end
  for position, change in ipairs(changes) do change.position, change.size = position, size_of(change, most) end
  table.sort(changes, function(a, b)
    if a.size ~= b.size then return a.size < b.size end
    return a.position < b.position
  end)
  return changes
end

local function random(most, count, source)
  local changes = {}
  for i = 1, count do
    changes[i] = {}
    for part = 1, 3 do changes[i][part] = most[part] * (2 * source:uniform() - 1) end
  end
  return changes
end

local function attack(victim, options)
  local shape = victim.image.shape
  local height, width = shape[#shape - 1] or 1, shape[#shape]
  local most = { options.rotation, options.translation * height, options.translation * width }
  local changes = options.worst_of and random(most, options.worst_of, victim.random) or grid(most, options)
  for first = 1, #changes, at_a_time do
    local last = math.min(first + at_a_time - 1, #changes)
    victim:fools_all(warp(victim.image, table.move(changes, first, last, 1, {})))
  end
end

return method {
  name = "transform", attack = attack, norms = { "none" }, access = "labels", targeted = true,
  summary = "turns and moves the image: a grid of rotations and translations, the smallest first; the label is enough",
  formula = "x' = x turned by θ about its middle and moved by (δy, δx), bilinear, black where nothing was; |θ| ≤ rotation, |δ| ≤ translation × side.\n"
    .. "Success is misclassification: there is no ball, so norm = 'none' and no eps. How strong the attack is, rotation and translation say; for "
    .. "a curve run it for several. Distances in the report are those of the pixels, which say little here",
  options = {
    { name = "rotation", type = "number", min = 0, max = 180, default = 30, unit = "degrees", help = "most, to both sides" },
    { name = "translation", type = "number", min = 0, max = 1, default = 0.1, help = "most, up, down, left and right, as a share of the side" },
    { name = "rotations", type = "integer", min = 1, default = 31, help = "of the grid; odd, or the upright image is not in it" },
    { name = "translations", type = "integer", min = 1, default = 5, help = "of the grid, in each of the two directions" },
    { name = "worst_of", type = "integer", min = 1, default_text = "none: the grid", help = "so many random changes instead of the grid (the paper: 10)" },
  },
  cost = "at most rotations × translations² queries (775), or worst_of",
  reference = "Engstrom, Tran, Tsipras, Schmidt & Madry, ICML 2019: Exploring the landscape of spatial robustness (30°, 3 of 28 and 32 pixels, 24 of "
    .. "299; 31 × 5 × 5)",
  example = [[
local function model(images)   -- says 1 where the left half is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    logits[i][2] = images[i]:window({ 1, 1 }, { 4, 2 }):sum() - images[i]:window({ 1, 3 }, { 4, 4 }):sum()
  end
  return logits
end
return ng.attack.run { model = model, data = { { image = ng.tensor.full({ 4, 4 }, 0):fill_window({ 1, 1 }, { 4, 2 }, 1), label = 1 } },
  method = ng.attack.transform { rotation = 180 }, norm = "none" }]],
}
