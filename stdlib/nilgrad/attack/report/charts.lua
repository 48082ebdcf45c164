-- The curves of reports as charts for a page. Each takes a list of reports of one threat model, and is nil, or an empty list, where there is
-- nothing to show.
local chart = require "nilgrad.plot.page.chart"
local curves = require "nilgrad.attack.report.curves"
local words = require "nilgrad.attack.report.words"

local charts = {}

local function success_series(report, level, name)
  return level.attacked > 0 and { name = name, style = "steps", points = curves.success(level.images, report.budget) } or nil
end

local function success_chart(title, reports, series)
  return #series > 0 and chart(title, { label = "queries", low = 1, high = reports[1].budget, log = true },
    { label = "images fooled", low = 0, high = 1, percent = true }, series) or nil
end

--- A list: of one report a chart with a curve for each ε, of several a chart for each ε with a curve for each report.
function charts.success(reports)
  local figures, series = {}, {}
  for l, level in ipairs(reports[1].levels) do
    if #reports > 1 then
      series = {}
      for _, report in ipairs(reports) do series[#series + 1] = success_series(report, report.levels[l], report.method) end
      figures[#figures + 1] = success_chart("Success against queries, ε = " .. words.eps(level.eps), reports, series)
    else
      series[#series + 1] = success_series(reports[1], level, "ε = " .. words.eps(level.eps))
    end
  end
  if #reports == 1 then figures[1] = success_chart("Success against queries", reports, series) end
  return figures
end

function charts.accuracy(reports)
  local first, most, series = reports[1], 0, {}
  for _, level in ipairs(first.levels) do most = math.max(most, level.eps) end
  if most == math.huge then return nil end
  for _, report in ipairs(reports) do
    local from = curves.distances_from(report)
    if from then
      series[#series + 1] = { name = report.method, style = "steps",
        points = curves.accuracy_of_distances(report.images, report.budget, from, most) }
    elseif #report.levels > 1 and report.attacked > 0 then
      series[#series + 1] = { name = report.method, style = "points", points = curves.accuracy(report) }
    end
  end
  if #series == 0 then return nil end
  return chart("Accuracy under attack against ε, of the images attacked", { label = "ε, " .. words.norms[first.norm], low = 0, high = most },
    { label = "accuracy", low = 0, high = 1, percent = true }, series)
end

function charts.distance(reports)
  local series, most = {}, 0
  for _, report in ipairs(reports) do
    local points = curves.distances_from(report) == 0 and curves.distance(report.images, report.budget) or {}
    if #points > 0 then series[#series + 1] = { name = report.method, style = "line", points = points } end
    for _, point in ipairs(points) do most = math.max(most, point[2]) end
  end
  if #series == 0 then return nil end
  return chart(("Median distance to the closest adversarial image, %s"):format(words.norms[reports[1].norm]),
    { label = "queries", low = 1, high = reports[1].budget, log = true }, { label = "distance", low = 0, high = 1.05 * most }, series)
end

--- A list of histograms: distances of a report's adversarial images in `norm`, one for each ε; where distances are minimised, whatever
--- ε is, one for the largest.
function charts.distortion(report, norm)
  local figures, levels = {}, report.levels
  if report.minimizes_distance then
    local largest = levels[1]
    for _, level in ipairs(levels) do largest = level.eps > largest.eps and level or largest end
    levels = { largest }
  end
  for _, level in ipairs(levels) do
    local bins, most = curves.histogram(level.images, norm, 24), 0
    for _, bin in ipairs(bins) do most = math.max(most, bin[3]) end
    if most > 0 then
      figures[#figures + 1] = chart(("Distortion, %s: ε = %s"):format(words.norms[norm], words.eps(level.eps)),
        { label = words.norms[norm] .. " distance", low = 0, high = bins[#bins][2] },
        { label = "images", low = 0, high = math.max(1.05 * most, 4) }, { { style = "bars", points = bins } })
    end
  end
  return figures
end

return charts
