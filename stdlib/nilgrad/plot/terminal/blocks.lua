-- blocks(rows, screen): lines of text that show pixels: two to a letter, one above the other, where there are colours, else as letters that are
-- the darker the fewer dots they have. rows[i][j] is { red, green, blue } in 0 … 255, or false where nothing is to be seen.
local colour = require "nilgrad.plot.terminal.colour"

local shades, letters = { " ", "░", "▒", "▓", "█" }, { " ", ".", ":", "-", "=", "+", "*", "#", "%", "@" }

local function brightness(pixel) return (0.2126 * pixel[1] + 0.7152 * pixel[2] + 0.0722 * pixel[3]) / 255 end

local function shaded(top, bottom, ramp)
  local sum, count = 0, 0
  if top then sum, count = sum + brightness(top), count + 1 end
  if bottom then sum, count = sum + brightness(bottom), count + 1 end
  if count == 0 then return "?" end
  return ramp[1 + math.min(#ramp - 1, math.floor(sum / count * #ramp))]
end

-- The half above has the letter's colour, the one below that of its ground.
local function coloured(top, bottom, colours)
  if not top and not bottom then return "\27[0m " end
  if not top then return ("\27[0;%sm▄"):format(colour.code(bottom[1], bottom[2], bottom[3], colours, 38)) end
  local above = colour.code(top[1], top[2], top[3], colours, 38)
  if not bottom then return ("\27[0;%sm▀"):format(above) end
  return ("\27[%s;%sm▀"):format(above, colour.code(bottom[1], bottom[2], bottom[3], colours, 48))
end

return function(rows, screen)
  local plain, lines = screen.colours < 256 or not screen.unicode or screen.graphics == "none", {}
  local ramp = screen.unicode and shades or letters
  for i = 1, #rows, 2 do
    local parts, last = {}, nil
    for j = 1, #rows[1] do
      local top, bottom = rows[i][j], rows[i + 1] and rows[i + 1][j]
      local cell = plain and shaded(top, bottom, ramp) or coloured(top, bottom, screen.colours)
      -- a run of one colour is told its colour once
      parts[j] = not plain and cell == last and cell:match "m(.*)$" or cell
      last = cell
    end
    lines[#lines + 1] = table.concat(parts) .. (plain and "" or "\27[0m")
  end
  return lines
end
