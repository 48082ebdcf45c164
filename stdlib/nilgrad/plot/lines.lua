-- ng.plot.lines: series of numbers over a common axis.
local catalog = require("nilgrad.native").catalog
local gnuplot = require "nilgrad.plot.gnuplot"
local raise = require "nilgrad.raise"

local check = catalog.describe {
  kind = "plot", name = "lines",
  summary = "lines or points of several series, drawn into a file",
  signature = "ng.plot.lines { series = …, file = …, … }",
  options = {
    { name = "file", type = "string", required = true, help = "the picture; its name ends in .png, .svg or .pdf" },
    { name = "series", type = "any", required = true,
      help = "a list of { name = …, x = { … }, y = { … }, style = 'lines' | 'points' | 'linespoints', dashed = …, colour = 1 … 7 }; "
        .. "x and y are lists or tensors, x by default 1, 2, …; NaN leaves a gap; every series has its own colour unless told; "
        .. "low = { … } and high = { … } draw a band around it" },
    { name = "title", type = "string", help = "above the picture" },
    { name = "x", type = "string", help = "what the horizontal axis shows" },
    { name = "y", type = "string", help = "what the vertical axis shows" },
    { name = "log", type = "string", choices = { "", "x", "y", "xy" }, default = "", help = "logarithmic axes" },
    { name = "width", type = "integer", default = 1000, min = 100, max = 20000, unit = "pixels", help = "of the picture" },
    { name = "height", type = "integer", default = 600, min = 100, max = 20000, unit = "pixels", help = "of the picture" },
  },
  example = [[
ng.plot.lines { title = "Squares", x = "n", y = "n²", log = "xy", file = os.tmpname() .. ".svg",
  series = { { name = "squares", x = { 1, 2, 3 }, y = { 1, 4, 9 }, style = "linespoints" } } }]],
}

local series_fields = { name = true, x = true, y = true, style = true, dashed = true, colour = true, low = true, high = true }
local styles = { lines = true, points = true, linespoints = true }
-- Okabe and Ito's colours, told apart by everyone.
local colours = { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }
local marks = { 7, 5, 9, 11, 13, 4, 6 }

local function numbers_of(value, which)
  if type(value) ~= "table" and type(value) ~= "userdata" then raise("%s must be a list of numbers, got %s", which, tostring(value)) end
  local numbers = {}
  for i = 1, #value do
    numbers[i] = value[i]
    if type(numbers[i]) ~= "number" then raise("%s[%d] must be a number, got %s", which, i, tostring(numbers[i])) end
  end
  return numbers
end

local function refuse_logarithms(numbers, which, axis, log)
  if not log:find(axis) then return end
  for i, number in ipairs(numbers) do
    if number <= 0 then raise("%s[%d] is %g, which has no place on a logarithmic axis", which, i, number) end
  end
end

-- The two edges of a series' band, or nothing.
local function band_of(series, which, count, log)
  if not series.low and not series.high then return nil end
  local edges = {}
  for _, edge in ipairs { "low", "high" } do
    local name = which .. "." .. edge
    edges[edge] = numbers_of(series[edge], name)
    if #edges[edge] ~= count then raise("%s has %d numbers for %d points", name, #edges[edge], count) end
    refuse_logarithms(edges[edge], name, "y", log)
  end
  return edges
end

-- One series checked: its rows of x and y, and of its band's edges.
local function rows_of(series, which, log)
  if type(series) ~= "table" then raise("%s must be a table, got %s", which, tostring(series)) end
  for field in pairs(series) do
    if not series_fields[field] then raise("unknown field '%s' of %s; its fields are name, x, y, low, high, style, dashed, colour", field, which) end
  end
  if series.style and not styles[series.style] then
    raise("%s.style must be 'lines', 'points' or 'linespoints', got '%s'", which, tostring(series.style))
  end
  if series.colour and not colours[series.colour] then raise("%s.colour must be 1 to %d, got %s", which, #colours, tostring(series.colour)) end
  local y, x = numbers_of(series.y, which .. ".y"), {}
  if series.x then x = numbers_of(series.x, which .. ".x") else for i = 1, #y do x[i] = i end end
  if #x ~= #y then raise("%s has %d x and %d y", which, #x, #y) end
  refuse_logarithms(x, which .. ".x", "x", log)
  refuse_logarithms(y, which .. ".y", "y", log)
  local band, rows, seen = band_of(series, which, #y, log), {}, false
  for i = 1, #y do
    rows[i] = { x[i], y[i], band and band.low[i], band and band.high[i] }
    seen = seen or math.abs(x[i]) < math.huge and math.abs(y[i]) < math.huge
  end
  if not seen then raise("%s has no finite point", which) end
  return rows
end

-- gnuplot takes letters of a name for wider than they are: without a correction the legend leaves a wide gap on its right.
local function legend(series)
  local longest = 0
  for i, one in ipairs(series) do longest = math.max(longest, utf8.len(one.name or "series " .. i) or 0) end
  return ("set key outside right center vertical Left reverse samplen 3 width %d spacing 1.25"):format(-(math.max(0, longest - 4) // 8))
end

local function frame(options)
  local script = {
    "set border 3 linecolor '#444444'", "set tics nomirror textcolor '#222222'", "set grid linecolor '#dddddd' linetype 1 linewidth 1",
    legend(options.series),
  }
  local function label(command, text)
    if text then script[#script + 1] = ("set %s %s noenhanced"):format(command, gnuplot.quote(text)) end
  end
  label("title", options.title)
  label("xlabel", options.x)
  label("ylabel", options.y)
  for axis in options.log:gmatch "." do
    script[#script + 1] = ("set logscale %s; set format %s '10^{%%L}'"):format(axis, axis)
  end
  return script
end

local function curve(i, series)
  local colour, mark = series.colour or (i - 1) % #colours + 1, (i - 1) % #marks + 1
  return ("$series%d using 1:2 with %s linecolor '%s' linewidth 2 dashtype %s pointtype %d pointsize 1 title %s noenhanced"):format(
    i, series.style or "lines", colours[colour], series.dashed and "'--'" or "solid", marks[mark], gnuplot.quote(series.name or "series " .. i))
end

local function band(i, series)
  return ("$series%d using 1:3:4 with filledcurves fillcolor '%s' fillstyle transparent solid 0.15 noborder notitle"):format(i,
    colours[series.colour or (i - 1) % #colours + 1])
end

return function(options)
  options = check(options)
  if type(options.series) ~= "table" or #options.series == 0 then raise "option 'series' of ng.plot.lines must be a list of at least one series" end
  local script, bands, curves = frame(options), {}, {}
  for i, series in ipairs(options.series) do
    script[#script + 1] = gnuplot.block("series" .. i, rows_of(series, ("series[%d]"):format(i), options.log))
    if series.low then bands[#bands + 1] = band(i, series) end
    curves[i] = curve(i, series)
  end
  script[#script + 1] = "plot " .. table.concat(table.move(curves, 1, #curves, #bands + 1, bands), ", \\\n  ")
  gnuplot.draw(options.file, options.width, options.height, 12, script)
end
