-- The curves of reports as charts for a page; each takes a list of reports of one threat model, and is nil where it has nothing to show.
local chart = require "nilgrad.plot.page.chart"
local curves = require "nilgrad.attack.report.curves"
local words = require "nilgrad.attack.report.words"

local charts = {}

-- One series a report and ε; only what tells them apart is in the name.
local function each_level(reports, visit)
  local series = {}
  for _, report in ipairs(reports) do
    for _, level in ipairs(report.levels) do
      local parts = {}
      if #reports > 1 then parts[#parts + 1] = report.method end
      if #report.levels > 1 or #parts == 0 then parts[#parts + 1] = "ε = " .. words.eps(level.eps) end
      series[#series + 1] = visit(report, level, table.concat(parts, ", "))
    end
  end
  return series
end

function charts.success(reports)
  local series = each_level(reports, function(report, level, name)
    return level.attacked > 0 and { name = name, style = "steps", points = curves.success(level.images, report.budget) } or nil
  end)
  if #series == 0 then return nil end
  return chart("Success against queries", { label = "queries", low = 1, high = reports[1].budget, log = true },
    { label = "images fooled", low = 0, high = 1, percent = true }, series)
end

function charts.accuracy(reports)
  local first, most, series = reports[1], 0, {}
  for _, level in ipairs(first.levels) do most = math.max(most, level.eps) end
  if most == math.huge then return nil end
  for i, report in ipairs(reports) do
    local known = curves.has_distances(report)
    if (known or #report.levels > 1) and report.attacked > 0 then
      local points = known and curves.accuracy_of_distances(report.images, report.budget, most) or curves.accuracy(report)
      series[#series + 1] = { name = #reports > 1 and report.method or ("report " .. i), style = known and "steps" or "points", points = points }
    end
  end
  if #series == 0 then return nil end
  return chart("Accuracy under attack against ε, of the images attacked", { label = "ε, " .. words.norms[first.norm], low = 0, high = most },
    { label = "accuracy", low = 0, high = 1, percent = true }, series)
end

function charts.distance(reports)
  local series, most = {}, 0
  for i, report in ipairs(reports) do
    local points = curves.has_distances(report) and curves.distance(report.images, report.budget) or {}
    if #points > 0 then series[#series + 1] = { name = #reports > 1 and report.method or ("report " .. i), style = "line", points = points } end
    for _, point in ipairs(points) do most = math.max(most, point[2]) end
  end
  if #series == 0 then return nil end
  return chart(("Median distance to the closest adversarial image, %s"):format(words.norms[reports[1].norm]),
    { label = "queries", low = 1, high = reports[1].budget, log = true }, { label = "distance", low = 0, high = 1.05 * most }, series)
end

--- A list of histograms: distances of the adversarial images in `norm`, one for each report and ε.
function charts.distortion(reports, norm)
  return each_level(reports, function(_, level, name)
    local bins, most = curves.histogram(level.images, norm, 24), 0
    for _, bin in ipairs(bins) do most = math.max(most, bin[3]) end
    if most == 0 then return nil end
    return chart(("Distortion, %s: %s"):format(words.norms[norm], name), { label = words.norms[norm] .. " distance", low = 0, high = bins[#bins][2] },
      { label = "images", low = 0, high = math.max(1.05 * most, 4) }, { { name = name, style = "bars", points = bins } })
  end)
end

return charts
