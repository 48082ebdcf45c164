-- Orthonormal bases of images [channels, height, width] (or any shape, for pixels), for ng.attack.simba:
--   basis.order(random)             positions of all vectors, in random order; lowest frequencies first
--   basis.step(x, position, size)   a copy of x, moved by size along that vector
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local bases = {}

function bases.pixel(shape)
  local count = 1
  for _, extent in ipairs(shape) do count = count * extent end
  local basis = {}
  function basis.order(random) return random:permutation(count) end
  function basis.step(x, position, size)
    local moved = x:clone()
    local pixels = moved:reshape { -1 }
    pixels[position] = pixels[position] + size
    return moved
  end
  return basis
end

-- waves(n): [n, n], row k the cosine of frequency k − 1, of length 1.
local function waves(n)
  local rows = {}
  for k = 0, n - 1 do
    local scale, row = math.sqrt((k == 0 and 1 or 2) / n), {}
    for i = 0, n - 1 do row[i + 1] = scale * math.cos(math.pi * (2 * i + 1) * k / (2 * n)) end
    rows[k + 1] = row
  end
  return native.tensor(rows, "float32")
end

-- Rings of frequencies: those below `first`, then `stride` more at a time. Each a list of { channel, row, column }.
local function rings(channels, height, width, first, stride)
  local list, extent, done = {}, first, 0
  repeat
    local ring = {}
    for channel = 1, channels do
      for row = 1, math.min(extent, height) do
        for column = row > done and 1 or done + 1, math.min(extent, width) do ring[#ring + 1] = { channel, row, column } end
      end
    end
    list[#list + 1] = ring
    done, extent = extent, extent + stride
  until done >= math.max(height, width)
  return list
end

function bases.dct(shape, options)
  if #shape < 2 or #shape > 3 then
    raise("basis = 'dct' of ng.attack.simba needs images [channels, height, width] or [height, width], not [%s]", table.concat(shape, ", "))
  end
  local channels, height, width = #shape == 3 and shape[1] or 1, shape[#shape - 1], shape[#shape]
  local vertical, horizontal = waves(height), waves(width)
  local frequencies = rings(channels, height, width, options.frequencies, options.stride)
  local basis = {}
  function basis.order(random)
    local order = {}
    for _, ring in ipairs(frequencies) do
      for _, position in ipairs(random:permutation(#ring)) do order[#order + 1] = ring[position] end
    end
    return order
  end
  function basis.step(x, position, size)
    local moved = x:clone()
    local channel = moved:reshape { channels, height, width }[position[1]]
    channel:add_(vertical[position[2]]:reshape { height, 1 } * horizontal[position[3]], size)
    return moved
  end
  return basis
end

return bases
