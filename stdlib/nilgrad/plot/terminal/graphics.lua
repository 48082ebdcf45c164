-- Pictures on a terminal that shows them: gnuplot draws, and the protocol of kitty or sixels carry them.
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"
local terminal = require "nilgrad.native.terminal"

local graphics = {}

local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

-- RFC 4648, with padding.
local function base64(bytes)
  local parts, padding = {}, -#bytes % 3
  for first, second, third in (bytes .. ("\0"):rep(padding)):gmatch "(.)(.)(.)" do
    local group = first:byte() << 16 | second:byte() << 8 | third:byte()
    local quad = {}
    for i = 0, 3 do
      local index = 1 + (group >> (18 - 6 * i) & 63)
      quad[i + 1] = letters:sub(index, index)
    end
    parts[#parts + 1] = table.concat(quad)
  end
  return table.concat(parts):sub(1, -1 - padding) .. ("="):rep(padding)
end

local chunk = 4096   -- letters of base64 in one message, a multiple of 4

-- q=2: the terminal is not to answer. https://sw.kovidgoyal.net/kitty/graphics-protocol
local function kitty(png, columns)
  local text, messages = base64(png), {}
  for from = 1, #text, chunk do
    local head = from == 1 and ("f=100,a=T,q=2,c=%d,"):format(columns) or ""
    messages[#messages + 1] = ("\27_G%sm=%d;%s\27\\"):format(head, from + chunk <= #text and 1 or 0, text:sub(from, from + chunk - 1))
  end
  return table.concat(messages)
end

--- Whether pictures can be drawn and shown there.
function graphics.shown(screen) return (screen.graphics == "kitty" or screen.graphics == "sixel") and terminal.gnuplot() end

--- What shows the picture of a script on that screen: as wide as it would be in a file, or as the screen where that is less.
function graphics.show(screen, width, height, size, script)
  local scale = math.min(1, screen.columns * screen.cell.width / width)
  local wide, tall = math.floor(width * scale), math.floor(height * scale)
  if screen.graphics == "sixel" then
    local how = "sixelgd truecolor enhanced font 'DejaVu Sans,%g' fontscale %g size %d,%d"
    return gnuplot.output(how:format(size, scale, wide, tall), script)
  end
  local how = "pngcairo enhanced font 'DejaVu Sans,%g' fontscale %g size %d,%d"
  return kitty(gnuplot.output(how:format(size, scale, wide, tall), script), math.ceil(wide / screen.cell.width))
end

return graphics
