-- ng.plot.lines: series of numbers over a common axis.
local catalog = require("nilgrad.native").catalog
local colours = #require "nilgrad.plot.figure.colours"
local draw = require "nilgrad.plot.figure.draw"
local raise = require "nilgrad.raise"
local series_of = require "nilgrad.plot.figure.series"
local size = require "nilgrad.plot.figure.size"

local check = catalog.describe {
  kind = "plot", name = "lines",
  summary = "lines or points of several series, drawn into a file or in the terminal",
  signature = "ng.plot.lines { series = …, file = …, … }",
  options = size({
    { name = "file", type = "string", default_text = "the terminal", help = "the picture; its name ends in .png, .svg or .pdf" },
    { name = "series", type = "any", required = true,
      help = "a list of { name = …, x = { … }, y = { … }, style = 'lines' | 'points' | 'linespoints', dashed = …, colour = 1 … 7 }; "
        .. "x and y are lists or tensors, x by default 1, 2, …; NaN leaves a gap; every series has its own colour unless told; "
        .. "low = { … } and high = { … } draw a band around it; in the terminal its edges, where colours can tell whose they are" },
    { name = "title", type = "string", help = "above the picture" },
    { name = "x", type = "string", help = "what the horizontal axis shows, with its unit" },
    { name = "y", type = "string", help = "what the vertical axis shows, with its unit" },
    { name = "log", type = "string", choices = { "", "x", "y", "xy" }, default = "", help = "logarithmic axes" },
  }, 1000, 600),
  cost = "none: nothing is evaluated. Of more than 4,000 points those are drawn that can be seen",
  example = [[
local squares = { name = "squares", x = { 1, 2, 3 }, y = { 1, 4, 9 }, style = "linespoints" }
ng.plot.lines { x = "n", y = "n²", series = { squares } }       -- in the terminal
ng.plot.lines { title = "Squares", x = "n", y = "n²", log = "xy", file = os.tmpname() .. ".svg", series = { squares } }]],
}

return function(options)
  options = check(options)
  if type(options.series) ~= "table" or #options.series == 0 then raise "option 'series' of ng.plot.lines must be a list of at least one series" end
  local chart = { x = { label = options.x, log = options.log:find "x" ~= nil }, y = { label = options.y, log = options.log:find "y" ~= nil }, series = {} }
  for i, given in ipairs(options.series) do
    local series = series_of(given, ("series[%d]"):format(i), options.log)
    if not series.name and #options.series > 1 then series.name = "series " .. i end
    if i > colours and series.colour == nil and series.dashed == nil then series.dashed = true end   -- colours begin again
    chart.series[i] = series
  end
  draw({ title = options.title, charts = { chart } }, options)
end
