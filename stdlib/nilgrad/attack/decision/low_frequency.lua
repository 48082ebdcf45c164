-- low_frequency(shape, share, least): draws of noise from the lowest frequencies of the discrete cosine transform of an image's
-- last two dimensions, that share of each (75 of 224, as in GeoDA, but not fewer than `least`). Returns draw(random, count) ->
-- [count, d] float32: standard normal in the subspace. Images of one dimension have no frequencies: all of the space.
local native = require "nilgrad.native"

-- The first `count` orthonormal cosines of length n, [count, n].
local function cosines(count, n)
  local rows = native.tensor.zeros({ count, n }, "float32")
  for k = 0, count - 1 do
    local row = {}
    for i = 0, n - 1 do row[i + 1] = math.sqrt((k == 0 and 1 or 2) / n) * math.cos(math.pi * (i + 0.5) * k / n) end
    rows[k + 1] = row
  end
  return rows
end

return function(shape, share, least)
  local size = 1
  for _, extent in ipairs(shape) do size = size * extent end
  if #shape < 2 then
    return function(random, count) return random:normal({ count, size }, "float32") end
  end
  local height, width = shape[#shape - 1], shape[#shape]
  local planes = size // (height * width)
  local function frequencies(extent) return math.min(extent, math.max(least, math.ceil(share * extent))) end
  local vertical, horizontal = cosines(frequencies(height), height), cosines(frequencies(width), width)
  return function(random, count)
    local rows = native.tensor.zeros({ count * planes, #vertical, width }, "float32")
    for k = 1, #horizontal do
      rows:add_(random:normal({ count * planes, #vertical, 1 }, "float32") * horizontal[k])
    end
    local images = native.tensor.zeros({ count * planes, height, width }, "float32")
    for k = 1, #vertical do
      images:add_(rows:window({ k, 1 }, { k, width }) * vertical[k]:reshape { height, 1 })
    end
    return images:reshape { count, size }
  end
end
