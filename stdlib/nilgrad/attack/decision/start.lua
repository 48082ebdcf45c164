-- Where a decision-based attack starts: start(victim) -> an adversarial image as the victim was asked about it, or nil.
-- Targeted, that is victim.start, an image of the target class; else, or where the model does not take it for that, uniform
-- noise, drawn until it fools (Chen, Jordan & Wainwright 2020). A model that sees one class in all noise of single pixels is
-- shown noise of coarser squares; batches double, so that the first draw that fools costs at most twice its place.
local native = require "nilgrad.native"

local most_at_once = 64

-- `count` images of uniform noise, the same in squares of `side` pixels of the last two dimensions.
local function noise(victim, count, side)
  local shape = victim.image.shape
  local height, width = shape[#shape - 1], shape[#shape]
  if side == 1 then return victim.random:uniform({ count, table.unpack(shape) }, "float32") end
  local rows, columns = (height + side - 1) // side, (width + side - 1) // side
  local planes = victim.image.size // (height * width)
  local coarse = victim.random:uniform({ count * planes, rows, 1, columns, 1 }, "float32")
  local squares = (coarse * native.tensor.ones({ 1, 1, side, 1, side }, "float32")):reshape { count * planes, rows * side, columns * side }
  return squares:window({ 1, 1 }, { height, width }):reshape { count, table.unpack(shape) }
end

local function coarsest(shape) return #shape < 2 and 1 or math.max(shape[#shape - 1], shape[#shape]) end

return function(victim)
  if victim.target and victim.start then
    local given = native.tensor(victim.start, "float32"):reshape(victim.image.shape)
    if victim:fools(given) then return given end
  end
  local side, count, limit = 1, 1, coarsest(victim.image.shape)
  while victim:left() > 0 do
    local candidates = noise(victim, count, side)
    for i, fooled in ipairs(victim:fools_all(candidates)) do
      if fooled then return candidates[i]:clone() end
    end
    if count < most_at_once then count = 2 * count
    else side = 2 * side >= 2 * limit and 1 or 2 * side end
  end
end
