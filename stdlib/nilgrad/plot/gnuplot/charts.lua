-- Charts (figure/draw.lua says what these are) as a script of gnuplot's.
local axes = require "nilgrad.plot.figure.axes"
local colours = require "nilgrad.plot.figure.colours"
local cut = require "nilgrad.text".cut
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"

local charts = {}

local shapes = { 7, 5, 9, 11, 13, 4, 6 }
local pixels_an_x_mark, pixels_a_y_mark, head, longest_name = 120, 70, 40, 60

local function colour_of(series, number)
  if type(series.colour) == "string" then return series.colour end
  return colours[series.colour or (number - 1) % #colours + 1]
end

local function name_of(series)
  return series.name and ("title %s noenhanced"):format(gnuplot.text(cut(tostring(series.name), longest_name))) or "notitle"
end

local function curve(block, series, number)
  local colour = colour_of(series, number)
  if series.style == "rings" then return ("$%s using 1:2 with points linecolor '%s' linewidth 2 pointtype 6 pointsize 2 notitle"):format(block, colour) end
  return ("$%s using 1:2 with %s linecolor '%s' linewidth %d dashtype %s pointtype %d pointsize %g %s"):format(block, series.style,
    series.pale and "#b0" .. colour:sub(2) or colour, series.pale and 1 or 2, series.dashed and "'--'" or "solid",
    shapes[((type(series.colour) == "number" and series.colour or number) - 1) % #shapes + 1],   -- one colour, one shape
    #series.rows > 300 and 0.4 or 0.9, name_of(series))
end

local function band(block, series, number)
  return ("$%s using 1:3:4 with filledcurves fillcolor '%s' fillstyle transparent solid 0.15 noborder notitle"):format(block,
    colour_of(series, number))
end

-- gnuplot takes letters of a name for wider than they are: without a correction the legend leaves a wide gap on its right.
local function legend(list)
  local longest = 0
  for _, chart in ipairs(list) do
    for _, series in ipairs(chart.series) do longest = math.max(longest, math.min(longest_name, utf8.len(series.name or "") or 0)) end
  end
  if longest == 0 then return "unset key", 0 end
  return ("set key outside right center vertical Left reverse samplen 3 width %d spacing 1.25"):format(-(math.max(0, longest - 4) // 8)), longest
end

-- Marks with powers of ten written as such, and small ones between them.
local function marks(letter, axis, most)
  local list = {}
  for i, mark in ipairs(axis:labels(most)) do
    local power = axis.log and mark[2]:match "^1e(%-?%d+)$"
    local text = power and ('"10^{%s}"'):format(power) or gnuplot.text(mark[2]):gsub("%%", "%%%%")
    list[i] = ("%s %.12g"):format(text, mark[1])
  end
  if axis.log and axis:decades() < 12 and axis:decades() > 0.7 then
    for exponent = math.floor(math.log(axis.low, 10)), math.ceil(math.log(axis.high, 10)) - 1 do
      for factor = 2, 9 do list[#list + 1] = ('"" %.12g 1'):format(factor * 10.0 ^ exponent) end
    end
  end
  return ("set %stics (%s)"):format(letter, table.concat(list, ", "))
end

local function axis_lines(script, letter, axis, most)
  script[#script + 1] = axis.log and ("set logscale %s"):format(letter) or ("unset logscale %s"):format(letter)
  script[#script + 1] = ("set %srange [%.17g:%.17g]"):format(letter, axis.low, axis.high)
  script[#script + 1] = marks(letter, axis, most)
  script[#script + 1] = axis.label and ("set %slabel %s noenhanced"):format(letter, gnuplot.text(axis.label)) or ("unset %slabel"):format(letter)
end

-- Pale series lie behind the others, bands behind all lines.
local function plots(script, chart, prefix)
  local bands, pale, curves = {}, {}, {}
  for i, series in ipairs(chart.series) do
    local block = prefix .. i
    script[#script + 1] = gnuplot.block(block, series.rows)
    if series.banded then bands[#bands + 1] = band(block, series, i) end
    local list = series.pale and pale or curves
    list[#list + 1] = curve(block, series, i)
  end
  table.move(pale, 1, #pale, #bands + 1, bands)
  table.move(curves, 1, #curves, #bands + 1, bands)
  script[#script + 1] = "plot " .. table.concat(bands, ", \\\n  ")
end

--- The whole picture's height, of charts of `height` pixels each.
function charts.height(figure, height) return height * #figure.charts + (#figure.charts > 1 and figure.title and head or 0) end

-- Panels have the same edges, so that their axes can be compared.
local function placed(script, i, figure, height, longest)
  local all = charts.height(figure, height)
  local top = 1 - (all - height * (#figure.charts - i + 1)) / all
  script[#script + 1] = ("set lmargin 11; set rmargin %d"):format(longest > 0 and math.min(40, longest) + 8 or 3)
  script[#script + 1] = ("set tmargin at screen %.5f; set bmargin at screen %.5f"):format(top - (figure.charts[i].title and 34 or 12) / all,
    top - (height - (figure.charts[i].x.label and 56 or 34)) / all)
end

--- Each chart is `height` pixels high.
function charts.script(figure, width, height)
  local key, longest = legend(figure.charts)
  local script = { "set border 3 linecolor '#444444'; set tics nomirror textcolor '#222222'; set grid linecolor '#dddddd' linetype 1 linewidth 1", key }
  local several = #figure.charts > 1
  if several then script[#script + 1] = "set multiplot" end
  if several and figure.title then
    script[#script + 1] = ("set label 1 %s at screen 0.5, screen %.5f center noenhanced font ',14'"):format(gnuplot.text(figure.title),
      1 - head / 2 / charts.height(figure, height))
  end
  for i, chart in ipairs(figure.charts) do
    local title = chart.title or not several and figure.title
    script[#script + 1] = title and ("set title %s noenhanced"):format(gnuplot.text(title)) or "unset title"
    if several then placed(script, i, figure, height, longest) end
    if several and longest > 0 then script[#script + 1] = "set key at graph 1.03, graph 0.5 left center" end
    local across, up = math.max(2, width // pixels_an_x_mark), math.max(2, height // pixels_a_y_mark)
    local x, y = axes(chart, across, up)
    axis_lines(script, "x", x, across)
    axis_lines(script, "y", y, up)
    plots(script, chart, "chart" .. i .. "_")
    if i == 1 then script[#script + 1] = "unset label" end
  end
  if several then script[#script + 1] = "unset multiplot" end
  return script
end

return charts
