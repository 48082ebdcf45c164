-- low_frequency(shape, share): draws of noise from the lowest frequencies of the discrete cosine transform of an image's last two
-- dimensions: that share of each (75 of 224 when not given, as GeoDA takes), but not fewer than 8. Returns draw(random, count) ->
-- [count, d] float32, standard normal in the subspace. Images of one dimension have no frequencies: all of the space.
local waves = require "nilgrad.native.attack".waves

local usual_share, fewest = 75 / 224, 8

return function(shape, share)
  local size = 1
  for _, extent in ipairs(shape) do size = size * extent end
  if #shape < 2 then
    return function(random, count) return random:normal({ count, size }, "float32") end
  end
  local height, width = shape[#shape - 1], shape[#shape]
  local planes = size // (height * width)
  local function frequencies(extent) return math.min(extent, math.max(fewest, math.ceil((share or usual_share) * extent))) end
  local down, across = frequencies(height), frequencies(width)
  return function(random, count)
    return waves(random:normal({ count * planes, down, across }, "float32"), height, width):reshape { count, size }
  end
end
