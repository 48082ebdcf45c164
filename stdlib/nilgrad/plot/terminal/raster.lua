-- raster(columns, rows, unicode): dots on a terminal: 2 × 4 to a letter in braille, one to a letter where there is ASCII alone.
local Raster = {}
Raster.__index = Raster

-- The bits of a braille letter's dots, by column and row in it.
local bits = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } }

-- A cell's ink is that of what was drawn into it last.
function Raster:touch(index, ink) self.inks[index] = ink end

function Raster:dot(across, down, ink)
  if across < 0 or across >= self.width or down < 0 or down >= self.height then return end
  local index = down // self.tall * self.columns + across // self.wide
  self.dots[index] = (self.dots[index] or 0) | bits[1 + across % self.wide][1 + down % self.tall]
  self:touch(index, ink)
end

-- The dot at a place in [0, 1] from the left and from below; what is far outside is near outside.
function Raster:at(x, y)
  x, y = math.min(2, math.max(-1, x)), math.min(2, math.max(-1, y))
  return math.floor(x * (self.width - 1) + 0.5), math.floor((1 - y) * (self.height - 1) + 0.5)
end

--- A point as a dot.
function Raster:point(x, y, ink)
  local across, down = self:at(x, y)
  self:dot(across, down, ink)
end

--- A line between two places, and the number of its first dot in the pattern: `drawn` dots of each `period` are drawn.
function Raster:line(x1, y1, x2, y2, ink, drawn, period, from)
  local across, down = self:at(x1, y1)
  local last_across, last_down = self:at(x2, y2)
  local count = math.max(math.abs(last_across - across), math.abs(last_down - down))
  for i = 0, count do
    local share = count > 0 and i / count or 0
    if (from + i) % period < drawn then
      self:dot(math.floor(across + share * (last_across - across) + 0.5), math.floor(down + share * (last_down - down) + 0.5), ink)
    end
  end
  return from + count
end

--- A letter of its own in the cell of a place, instead of dots.
function Raster:letter(x, y, letter, ink)
  local across, down = self:at(x, y)
  if across < 0 or across >= self.width or down < 0 or down >= self.height then return end
  local index = down // self.tall * self.columns + across // self.wide
  self.letters[index] = letter
  self:touch(index, ink)
end

--- The rows as text: `show(text, ink)` for each run of letters of one ink; `mark(ink)` is the letter of its dots where there is no
--- braille.
function Raster:lines(show, mark)
  local lines = {}
  for row = 0, self.rows - 1 do
    local parts, run, ink = {}, {}, nil
    for column = 0, self.columns - 1 do
      local index = row * self.columns + column
      if self.inks[index] ~= ink then
        parts[#parts + 1] = ink and show(table.concat(run), ink) or table.concat(run)
        run, ink = {}, self.inks[index]
      end
      local dots = self.dots[index]
      run[#run + 1] = self.letters[index] or dots and (self.unicode and utf8.char(0x2800 + dots) or mark(ink)) or " "
    end
    parts[#parts + 1] = ink and show(table.concat(run), ink) or table.concat(run)
    lines[#lines + 1] = table.concat(parts)
  end
  return lines
end

return function(columns, rows, unicode)
  local wide, tall = unicode and 2 or 1, unicode and 4 or 1
  return setmetatable({ columns = columns, rows = rows, unicode = unicode, wide = wide, tall = tall, width = columns * wide, height = rows * tall,
    dots = {}, inks = {}, letters = {} }, Raster)
end
