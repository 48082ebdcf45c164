-- shrunk(image, width, height): an image [c, h, w] of at most that size: means of blocks of whole pixels. What is left over at the right and
-- the bottom, less than a block, is cut off.
return function(image, width, height)
  local channels, tall, wide = table.unpack(image.shape)
  local block = math.max(1, math.ceil(wide / width), math.ceil(tall / height))
  if block == 1 then return image end
  local down, across = math.min(block, tall), math.min(block, wide)
  local rows, columns = tall // down, wide // across
  return image:window({ 1, 1 }, { rows * down, columns * across }):reshape({ channels, rows, down, columns, across }):mean(5):mean(3)
end
