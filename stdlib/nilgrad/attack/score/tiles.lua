-- tiles(shape, most): a coarse picture of at most `most` tiles a side in the place of an image [channels, height, width] or
-- [height, width]. Returns its shape, and
--   paint(picture)    an image whose pixels are their tile's number
--   largest(image)    a picture of the largest pixel of each tile; pixels are not negative
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

return function(shape, most)
  if #shape < 2 or #shape > 3 then
    raise("tiles are laid on images [channels, height, width] or [height, width], not on [%s]", table.concat(shape, ", "))
  end
  local channels, height, width = #shape == 3 and shape[1] or 1, shape[#shape - 1], shape[#shape]
  local tall, wide = (height + most - 1) // most, (width + most - 1) // most  -- pixels of a tile
  local rows, columns = (height + tall - 1) // tall, (width + wide - 1) // wide
  local fits = rows * tall == height and columns * wide == width
  local tile = native.tensor.ones({ 1, 1, tall, 1, wide }, "float32")

  local function paint(picture)
    local painted = (picture:reshape { channels, rows, 1, columns, 1 } * tile):reshape { channels, rows * tall, columns * wide }
    if not fits then painted = painted:window({ 1, 1 }, { height, width }) end
    return painted:reshape(shape)
  end

  local function largest(image)
    local padded = image:reshape { channels, height, width }
    if not fits then
      padded = native.tensor.zeros({ channels, rows * tall, columns * wide }, "float32"):fill_window({ 1, 1 }, { height, width }, padded)
    end
    return padded:reshape { channels, rows, tall, columns, wide }:max(5):max(3)
  end

  return { channels, rows, columns }, paint, largest
end
