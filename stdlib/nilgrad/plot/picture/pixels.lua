-- pixels(image, times): an image [1 or 3, h, w] in [0, 1] as rows of { red, green, blue } in 0 … 255, each pixel `times` × `times`; NaN is false.
return function(image, times)
  local planes, rows = {}, {}
  for c = 1, 3 do planes[c] = image[math.min(c, #image)]:table() end
  for i = 1, #planes[1] do
    local row = {}
    for j = 1, #planes[1][i] do
      local pixel = {}
      for c = 1, 3 do
        local level = planes[c][i][j]
        pixel = pixel and level == level and pixel
        if pixel then pixel[c] = math.floor(level * 255 + 0.5) end
      end
      for _ = 1, times do row[#row + 1] = pixel end
    end
    for _ = 1, times do rows[#rows + 1] = row end
  end
  return rows
end
