-- coordinates(victim, count, importance): pick(x) -> a list of `count` positions of x, all different. They are taken in turn from random
-- orders of all positions, so that none is asked about again before the others were; with `importance`, from the second round on,
-- each is drawn by how much its region has changed. The image is 8 × 8 regions for that; a region's weight is its largest change,
-- and a tenth of the mean of all, so that none is lost.
local tiles = require "nilgrad.attack.score.tiles"

local function in_turn(random, size)
  local order, next_one = {}, 1
  return function()
    if next_one > #order then order, next_one = random:permutation(size), 1 end
    next_one = next_one + 1
    return order[next_one - 1]
  end
end

-- A position where the running sum of the weights passes a random share of the total.
local function weighted(random, weights)
  local sums, total = {}, 0
  for i, weight in ipairs(weights) do
    total = total + weight
    sums[i] = total
  end
  return function()
    local low, high, mark = 1, #sums, random:uniform() * total
    while low < high do
      local middle = (low + high) // 2
      if sums[middle] < mark then low = middle + 1 else high = middle end
    end
    return low
  end
end

-- Nil where nothing has changed.
local function weights_of(victim, x)
  local shape = victim.image.shape
  local _, paint, largest_of = tiles(shape, 8)
  local largest = largest_of((x:reshape(shape) - victim.image):abs_())
  local mean = largest:mean()
  return mean > 0 and paint(largest + mean / 10):reshape { -1 }:table() or nil
end

return function(victim, count, importance)
  importance = importance and 2 * count <= victim.image.size  -- or there is no choice to speak of
  local size = victim.image.size
  local round, picked, draw = math.ceil(size / count), 0, in_turn(victim.random, size)
  return function(x)
    if importance and picked > 0 and picked % round == 0 then
      local weights = weights_of(victim, x)
      draw = weights and weighted(victim.random, weights) or draw
    end
    picked = picked + 1
    local chosen, seen = {}, {}
    while #chosen < count do
      local position = draw()
      if not seen[position] then
        seen[position], chosen[#chosen + 1] = true, position
      end
    end
    return chosen
  end
end
