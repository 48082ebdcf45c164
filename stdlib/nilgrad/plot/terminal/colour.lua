-- Colours as a terminal of 16, 256 or 2^24 of them knows them.
local colour = {}

local function parts_of(rgb)
  local red, green, blue = rgb:match "^#(%x%x)(%x%x)(%x%x)$"
  return tonumber(red, 16), tonumber(green, 16), tonumber(blue, 16)
end

-- What terminals show as 31 … 37 and 91 … 96.
local sixteen = { [31] = { 205, 49, 49 }, [32] = { 13, 160, 110 }, [33] = { 200, 160, 16 }, [34] = { 36, 90, 200 }, [35] = { 188, 63, 188 },
  [36] = { 60, 180, 220 }, [90] = { 120, 120, 120 }, [37] = { 229, 229, 229 } }

local function nearest_of_sixteen(red, green, blue)
  local best, least = 39, math.huge
  for code, known in pairs(sixteen) do
    local distance = (known[1] - red) ^ 2 + (known[2] - green) ^ 2 + (known[3] - blue) ^ 2
    if distance < least then best, least = code, distance end
  end
  return best
end

-- The cube of 6 × 6 × 6, whose levels are 0, 95, 135, 175, 215 and 255, or the ramp of greys 8, 18, … 238.
local function level(value) return value < 48 and 0 or value < 115 and 1 or (value - 35) // 40 end
local function nearest_of_cube(red, green, blue)
  if math.max(red, green, blue) - math.min(red, green, blue) < 8 and red > 3 and red < 247 then
    return 232 + math.min(23, math.max(0, (red - 3) // 10))
  end
  return 16 + 36 * level(red) + 6 * level(green) + level(blue)
end

--- The parameters that choose it: `ground` is 38 for letters and 48 for what is behind them.
function colour.code(red, green, blue, colours, ground)
  if colours > 256 then return ("%d;2;%d;%d;%d"):format(ground, red, green, blue) end
  if colours == 256 then return ("%d;5;%d"):format(ground, nearest_of_cube(red, green, blue)) end
  return tostring(nearest_of_sixteen(red, green, blue) + ground - 38)
end

-- Thin lines of this one are hard to see on black.
local lighter = { ["#0072B2"] = "#2B8FD6" }

--- Black is the terminal's own colour, which is seen on any background.
function colour.paint(text, rgb, colours, pale)
  if colours == 0 then return text end
  local red, green, blue = parts_of(lighter[rgb] or rgb)
  local code = rgb == "#000000" and "39" or colour.code(red, green, blue, colours, 38)
  return ("\27[%s%sm%s\27[0m"):format(pale and "2;" or "", code, text)
end

return colour
