-- canvas(width, height): a picture laid out by hand in pixels from the top left: texts, rectangles and images, as a gnuplot script.
local drawable = require "nilgrad.plot.picture.drawable"
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"

local Canvas = {}
Canvas.__index = Canvas

-- The files of the images are needed until the picture is drawn.
function Canvas:__close()
  for _, path in ipairs(self.files) do os.remove(path) end
end

function Canvas:at(x, y) return ("screen %.6f, screen %.6f"):format(x / self.width, 1 - y / self.height) end

function Canvas:add(format, ...) self.lines[#self.lines + 1] = format:format(...) end

--- Centred at y; align = "left" (default), "center" or "right" at x. Cut with … where it is wider than `room`, as far as can be told
--- without the font's widths.
function Canvas:text(x, y, text, style, room)
  local size = style.size or 11
  local most = room and math.floor(room / (size * (style.bold and 0.9 or 0.83)))
  if most and (utf8.len(text) or #text) > most then text = text:sub(1, (utf8.offset(text, most) or #text) - 1) .. "…" end
  self:add("set label %s at %s %s noenhanced textcolor rgb '%s' font '%s,%g'", gnuplot.text(text), self:at(x, y), style.align or "left",
    style.colour or "#222222", style.bold and "DejaVu Sans:Bold" or "", size)
end

function Canvas:rectangle(x, y, width, height, colour)
  self:add("set object rectangle from %s to %s behind fillcolor rgb '%s' fillstyle solid noborder", self:at(x, y + height), self:at(x + width, y), colour)
end

-- A level as a byte; NaN is grey.
local function byte_of(level) return level == level and level // 1 | 0 or 128 end

-- Red, green and blue of every pixel as bytes, row by row.
local function bytes_of(image)
  local _, height, width = table.unpack(image.shape)
  local levels = (image * 255):round_():clamp_(0, 255)
  local planes, rows = {}, {}
  for c = 1, 3 do planes[c] = levels[math.min(c, #levels)]:table() end
  for i = 1, height do
    local red, green, blue, row = planes[1][i], planes[2][i], planes[3][i], {}
    for j = 1, width do row[j] = string.char(byte_of(red[j]), byte_of(green[j]), byte_of(blue[j])) end
    rows[i] = table.concat(row)
  end
  return table.concat(rows)
end

--- [1 or 3, h, w] in [0, 1], stretched to those pixels.
function Canvas:image(x, y, width, height, image)
  image = drawable(image)
  local path = os.tmpname()
  self.files[#self.files + 1] = path
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(bytes_of(image)))
  local corner, opposite = { x / self.width, 1 - (y + height) / self.height }, { (x + width) / self.width, 1 - y / self.height }
  self.plots[#self.plots + 1] = ("set lmargin at screen %.6f; set rmargin at screen %.6f; set bmargin at screen %.6f; set tmargin at screen %.6f\n"
    .. "plot %s binary array=(%d,%d) flip=y format='%%uchar' using 1:2:3 with rgbimage notitle"):format(corner[1], opposite[1], corner[2],
    opposite[2], gnuplot.quote(path), image.shape[3], image.shape[2])
end

--- Texts and rectangles are drawn with the first image, of which there must be one.
function Canvas:script()
  local script = { "unset tics; unset key; unset colorbox; set border 31 linecolor '#cccccc'; set autoscale xfix; set autoscale yfix", "set multiplot" }
  table.move(self.lines, 1, #self.lines, #script + 1, script)
  for i, plot in ipairs(self.plots) do
    script[#script + 1] = plot
    if i == 1 then script[#script + 1] = "unset label; unset object" end
  end
  script[#script + 1] = "unset multiplot"
  return script
end

return function(width, height)
  return setmetatable({ width = width, height = height, lines = {}, plots = {}, files = {} }, Canvas)
end
