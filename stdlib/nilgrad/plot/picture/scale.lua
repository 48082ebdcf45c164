-- scale(images, how, range): the images as numbers in [0, 1], and a text that says what black and white are. NaN stays NaN.
local raise = require "nilgrad.raise"

local function extent_of(image)
  local low, high = image:min(), image:max()
  if low > -math.huge and high < math.huge then return low, high end   -- no NaN among them
  low, high = math.huge, -math.huge
  for _, number in ipairs(image:reshape({ -1 }):table()) do
    if number == number and math.abs(number) < math.huge then low, high = math.min(low, number), math.max(high, number) end
  end
  return low, high
end

local function mapped(image, low, high)
  local span = high > low and high - low or 1
  return ((image - low) * (1 / span)):clamp_(0, 1)
end

local function text(low, high) return ("black %.4g, white %.4g"):format(low, high) end

return function(images, how, range)
  local made = {}
  if range then
    if #range ~= 2 or not (range[1] < range[2]) then raise "option 'range' of ng.plot.images must be { black, white } with black < white" end
    for i, one in ipairs(images) do made[i] = mapped(one.image, range[1], range[2]) end
    return made, text(range[1], range[2])
  end
  local low, high = math.huge, -math.huge
  for i, one in ipairs(images) do
    local least, most = extent_of(one.image)
    if how == "each" then made[i] = least <= most and mapped(one.image, least, most) or one.image end
    low, high = math.min(low, least), math.max(high, most)
  end
  if how == "each" then return made, "each from its least (black) to its greatest value (white)" end
  if how == "auto" then how = low >= 0 and high <= 1 and "unit" or "all" end
  if how == "unit" then low, high = 0, 1 end
  if low > high then low, high = 0, 1 end   -- nothing finite
  for i, one in ipairs(images) do made[i] = mapped(one.image, low, high) end
  return made, text(low, high)
end
