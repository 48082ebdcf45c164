-- The L2 Square attack (Andriushchenko et al. 2020, Algorithms 1 and 3). The perturbation is a field of length ε: a grid of
-- tiles at first; each proposal clears one window, puts the field's mass there and all that ε still allows into another, and
-- is kept when it lowers the loss.
local native = require "nilgrad.native"

-- A bump on rows × columns: rectangles around the middle, the k-th of weight 1/k², of length 1.
local function bump(rows, columns)
  local field = native.tensor.zeros({ rows, columns }, "float32")
  local middle_row, middle_column = rows // 2 + 1, columns // 2 + 1
  for k = 0, math.max(middle_row, middle_column) - 1 do
    local first = { math.max(middle_row - k, 1), math.max(middle_column - k, 1) }
    local last = { math.min(middle_row + k, rows), math.min(middle_column + k, columns) }
    if first[1] <= last[1] and first[2] <= last[2] then field:add_window(first, last, 1 / (k + 1) ^ 2) end
  end
  return field:mul_(1 / field:norm())
end

-- A square of two bumps of opposite sign, one above the other, of length 1; and the same lying on its side.
local function make_patterns(side)
  if side < 2 then return { native.tensor.ones({ side, side }, "float32") } end
  local upper, lower = bump(side // 2, side), bump(side - side // 2, side)
  local standing = native.tensor.concat { upper, -lower }
  standing:mul_(1 / standing:norm())
  local lying = native.tensor.zeros({ side, side }, "float32")
  for i = 1, side do
    for j = 1, side do lying[{ j, i }] = standing[{ i, j }] end
  end
  return { standing, lying }
end

local patterns = {}  -- by side; the same for all images
local function pattern(random, side)
  patterns[side] = patterns[side] or make_patterns(side)
  local list = patterns[side]
  return list[random:integer(1, #list)]
end

local function sign(random) return 2 * random:integer(0, 1) - 1 end

local function square(x) return x * x end

-- The field before the first step: five by five tiles, each a pattern of a random sign in every channel.
local function tiles(field, random, height, width)
  local side = math.max(1, math.min(height, width) // 5)
  local top, left = (height - 5 * side) // 2, (width - 5 * side) // 2
  for row = 0, height // side >= 5 and 4 or 0 do
    for column = 0, width // side >= 5 and 4 or 0 do
      local tile = pattern(random, side)
      local first = { math.max(top, 0) + row * side + 1, math.max(left, 0) + column * side + 1 }
      for c = 1, #field do field[c]:add_window(first, { first[1] + side - 1, first[2] + side - 1 }, tile * sign(random)) end
    end
  end
end

return function(victim, side_at)
  local random, eps = victim.random, victim.eps
  local shape = victim.image.shape
  local height, width = shape[#shape - 1], shape[#shape]
  local image = victim.image:reshape { -1, height, width }
  local channels = #image

  -- The image moved by the field, scaled to length ε: within the box, which can only shorten the way.
  local function moved(field)
    return field:mul(eps / math.max(field:norm(), 1e-30)):add_(image):clamp_(0, 1)
  end

  local function window(side)
    local row, column = random:integer(1, height - side + 1), random:integer(1, width - side + 1)
    return { row, column }, { row + side - 1, column + side - 1 }
  end

  -- The field with the windows' mass, and what ε leaves, put into the first window.
  local function propose(delta, side)
    local first, last = window(side)
    local first2, last2 = window(side)
    local spare = math.max(square(eps) - square(delta:norm()), 0) / channels
    local field = delta:clone()
    for c = 1, channels do
      local plane = field[c]
      local inside, before = plane:window(first, last), square(plane:norm())
      plane:fill_window(first, last, 0):fill_window(first2, last2, 0)
      local mass = math.max(before - square(plane:norm()), 0)
      local new = (pattern(random, side) * sign(random)):add_(inside, 1 / (1e-10 + inside:norm()))
      plane:fill_window(first, last, new:mul_(math.sqrt(spare + mass) / math.max(new:norm(), 1e-30)))
    end
    return field
  end

  local field = native.tensor.zeros({ channels, height, width }, "float32")
  tiles(field, random, height, width)
  local best = moved(field)
  local best_loss = victim:query(best)
  local delta = best - image
  local most = math.min(height, width)
  for step = 0, math.huge do
    local side = math.max(side_at(step), 3)
    side = math.min(side % 2 == 0 and side + 1 or side, most)
    local candidate = moved(propose(delta, side))
    local loss = victim:query(candidate)
    if loss < best_loss then
      best_loss, delta = loss, candidate - image
    end
  end
end
