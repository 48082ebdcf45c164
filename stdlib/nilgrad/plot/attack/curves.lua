-- The curves of one or several reports: curve(reports), accuracy(reports), … -> what ng.plot.lines is to draw.
local curves = require "nilgrad.attack.report.curves"
local raise = require "nilgrad.raise"
local words = require "nilgrad.attack.report.words"

local colours = 7 -- of ng.plot.lines; after them it begins again, here with dashes

local kinds = {}

-- A series of points; `steps` go across before they go up or down.
local function series_of(name, points, steps)
  local x, y = {}, {}
  for i, point in ipairs(points) do
    if steps and i > 1 then x[#x + 1], y[#y + 1] = point[1], y[#y] end
    x[#x + 1], y[#y + 1] = point[1], point[2]
  end
  return { name = name, x = x, y = y }
end

-- Calls visit(report, level, name) for each ε of each report; the name is what tells them apart.
local function each_level(reports, visit)
  for _, report in ipairs(reports) do
    for _, level in ipairs(report.levels) do
      local eps = "ε = " .. words.eps(level.eps)
      visit(report, level, #reports == 1 and eps or #report.levels == 1 and report.method or report.method .. ", " .. eps)
    end
  end
end

function kinds.curve(reports)
  local series = {}
  each_level(reports, function(report, level, name)
    if level.attacked > 0 then series[#series + 1] = series_of(name, curves.success(level.images, report.budget), true) end
  end)
  return { series = series, x = "queries", y = "share of images fooled", log = "x", what = "an image that was attacked" }
end

function kinds.accuracy(reports)
  local series, most = {}, 0
  for _, level in ipairs(reports[1].levels) do most = math.max(most, level.eps) end
  for _, report in ipairs(reports) do
    local from = most < math.huge and curves.distances_from(report)
    if from then
      series[#series + 1] = series_of(report.method, curves.accuracy_of_distances(report.images, report.budget, from, most), true)
    elseif #report.levels > 1 and report.attacked > 0 then
      local points, low, high = curves.accuracy(report), {}, {}
      for i, point in ipairs(points) do low[i], high[i] = point[3], point[4] end
      local one = series_of(report.method, points)
      one.low, one.high, one.style = low, high, "linespoints"
      series[#series + 1] = one
    end
  end
  return { series = series, x = "ε, " .. words.norms[reports[1].norm], y = "accuracy under attack",
    what = "a list of ε, or a method that minimises the distance with stop = 'budget'" }
end

function kinds.distance(reports)
  local series = {}
  for _, report in ipairs(reports) do
    local points = curves.distances_from(report) == 0 and curves.distance(report.images, report.budget) or {}
    if #points > 0 then series[#series + 1] = series_of(report.method, points) end
  end
  return { series = series, x = "queries", y = "median distance, " .. words.norms[reports[1].norm], log = "x",
    what = "a method that minimises the distance, with stop = 'budget', and reaches most images" }
end

function kinds.distortion(reports, norm)
  local series = {}
  each_level(reports, function(_, level, name)
    local bins, points = curves.histogram(level.images, norm, 24), { { 0, 0 } }
    for _, bin in ipairs(bins) do
      points[#points + 1] = { bin[1], bin[3] }
      points[#points + 1] = { bin[2], bin[3] }
    end
    if #bins > 0 then
      points[#points + 1] = { bins[#bins][2], 0 }
      series[#series + 1] = series_of(name, points)
    end
  end)
  return { series = series, x = words.norms[norm] .. " distance", y = "images", what = "an image that was fooled" }
end

return function(reports, kind, norm)
  local drawing = kinds[kind](reports, norm)
  if #drawing.series == 0 then raise("ng.plot.attack: kind = '%s' needs %s", kind, drawing.what) end
  drawing.what = nil
  for i, series in ipairs(drawing.series) do series.dashed = i > colours end
  return drawing
end
