-- drawable(image): [c, h, w] with at least two rows and two columns, which is what gnuplot needs to know how large a pixel is: a single row or
-- column is there twice.
local native = require "nilgrad.native"

return function(image)
  local channels, rows, columns = table.unpack(image.shape)
  if rows > 1 and columns > 1 then return image end
  return image + native.tensor.zeros({ channels, math.max(rows, 2), math.max(columns, 2) }, image.dtype)
end
