-- ink(chart, screen): how each series of a chart is told apart on a terminal: { colour, mark, letter, series }. Where there are colours, those
-- tell; else a mark of its own stands on each line.
local colours = require "nilgrad.plot.figure.colours"

local marks = { "●", "■", "▲", "◆", "○", "□", "△" }
local letters = { "*", "o", "+", "x", "#", "@", "%" }

return function(chart, screen)
  local inks, named = {}, 0
  for i, series in ipairs(chart.series) do
    named = named + (series.name and 1 or 0)
    local number = type(series.colour) == "number" and series.colour or (i - 1) % #colours + 1 -- one colour, one mark
    local rgb = type(series.colour) == "string" and series.colour or colours[number]
    inks[i] = { colour = rgb, mark = screen.unicode and marks[(number - 1) % #marks + 1] or letters[(number - 1) % #letters + 1], series = series }
  end
  inks.marked = screen.colours == 0 and named > 1 and screen.unicode
  return inks
end
