-- heat(map, screen): lines that show a matrix in colours (picture/heat.lua says what map is), with the numbers of its rows and columns at the
-- edges and a bar below.
local blocks = require "nilgrad.plot.terminal.blocks"
local palette = require "nilgrad.plot.picture.palette"
local shrunk = require "nilgrad.plot.picture.shrunk"
local words = require "nilgrad.plot.terminal.words"

local bar_width, narrow = 24, 24

-- Without colours, what is high is dense: whatever the palette.
local function colours_of(map, screen) return palette.of(screen.colours < 256 and "grey" or map.colours) end

local function pixels_of(small, map, screen, across, down)
  local colour, rows = colours_of(map, screen), {}
  for _, numbers in ipairs(small:table()) do
    local row = {}
    for _, number in ipairs(numbers) do
      local pixel = number == number and { colour((number - map.low) / (map.high - map.low)) }
      for _ = 1, across do row[#row + 1] = pixel end
    end
    for _ = 1, down do rows[#rows + 1] = row end
  end
  return rows
end

local function bar_of(map, screen)
  local colour, row = colours_of(map, screen), {}
  for i = 1, bar_width do row[i] = { colour((i - 0.5) / bar_width) } end
  return ("%.4g %s %.4g%s"):format(map.low, blocks({ row, row }, screen)[1], map.high, map.label and "  " .. screen:spelt(map.label) or "")
end

-- A matrix of few columns is drawn larger: a cell is then `times` × `times` pixels, which are nearly square.
return function(map, screen)
  local rows, columns = table.unpack(map.matrix.shape)
  local margin = math.max(#tostring(rows), words.width(screen:spelt(map.y))) + 1
  local room = screen.columns - margin
  local small = shrunk(map.matrix:reshape { 1, rows, columns }, room, 2 * (screen.rows or screen.height))[1]
  local times = math.max(1, math.min(narrow // small.shape[2], screen.height * 2 // small.shape[1]))
  local lines = blocks(pixels_of(small, map, screen, times, times), screen)
  local width = small.shape[2] * times
  for i, line in ipairs(lines) do
    local beside = i == 1 and "1" or i == #lines and tostring(rows) or i == (#lines + 1) // 2 and screen:spelt(map.y) or ""
    lines[i] = words.padded(beside, margin - 1) .. " " .. line
  end
  if map.title then table.insert(lines, 1, screen:bold(screen:spelt(map.title))) end
  local last = tostring(columns)
  local below = "1" .. words.padded(last, math.max(#last + 1, width - 1))
  local name = screen:spelt(map.x, math.max(1, width - #last - 4))
  if width > words.width(name) + #last + 4 then
    below = "1" .. words.centred(name, width - #last - 1)
    below = below .. words.padded(last, width - words.width(below))
  end
  lines[#lines + 1] = (" "):rep(margin) .. below
  lines[#lines + 1] = (" "):rep(margin) .. bar_of(map, screen)
  return lines
end
