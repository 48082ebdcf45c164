-- What the curves of reports are drawn from: lists of points { x, y }.
local statistics = require "nilgrad.statistics"

local curves = {}

local function answered(images)
  local list = {}
  for _, image in ipairs(images) do
    if not image.failed then list[#list + 1] = image end
  end
  return list
end

--- Share of the images that the first so many queries fooled; nil of none.
function curves.solved_within(images, queries)
  local list, solved = answered(images), 0
  for _, image in ipairs(list) do
    if image.success and image.queries <= queries then solved = solved + 1 end
  end
  return #list > 0 and solved / #list or nil
end

--- Success against queries, as steps that end at the budget.
function curves.success(images, budget)
  local list, queries, points = answered(images), {}, { { 1, 0 } }
  for _, image in ipairs(list) do
    if image.success then queries[#queries + 1] = image.queries end
  end
  table.sort(queries)
  for i, count in ipairs(queries) do
    if points[#points][1] == count then points[#points] = nil end
    points[#points + 1] = { count, i / #list }
  end
  if points[#points][1] < budget then points[#points + 1] = { budget, points[#points][2] } end
  return points
end

-- How near the closest adversarial image is that so many queries found. A path goes nearer and nearer, step by step.
local function distance_at(image, queries)
  local path = image.path or {}
  local low, high = 0, #path -- so many steps were taken by then: at least, at most
  while low < high do
    local middle = (low + high + 1) // 2
    if path[middle].queries <= queries then low = middle else high = middle - 1 end
  end
  return low > 0 and path[low].distance or math.huge
end

--- From which ε on a report's distances say how many images would be fooled: an attack that minimises the distance goes on to the
--- smallest ε of a list, or with stop = "budget" as near as it can come. Nil where they say nothing.
function curves.distances_from(report)
  if not report.minimizes_distance or report.attacked == 0 then return nil end
  if report.stop == "budget" then return 0 end
  local least = math.huge
  for _, level in ipairs(report.levels) do least = math.min(least, level.eps) end
  return #report.levels > 1 and least or nil
end

function curves.median_distance(images, queries)
  local distances = {}
  for i, image in ipairs(answered(images)) do distances[i] = distance_at(image, queries) end
  return statistics.median(distances)
end

--- The median distance against queries, at 60 numbers of queries between 1 and the budget, where it is finite.
function curves.distance(images, budget)
  local points, last = {}, 0
  for i = 0, 60 do
    local queries = math.floor(budget ^ (i / 60) + 0.5)
    local median = queries > last and curves.median_distance(images, queries)
    last = math.max(last, queries)
    if median and median < math.huge then points[#points + 1] = { queries, median } end
  end
  return points
end

--- Accuracy under attack against ε: points { ε, share, low, high } with Wilson's 95 %, from ε = 0, where nothing can be changed.
function curves.accuracy(report)
  local points = { { 0, 1, 1, 1 } }
  for _, level in ipairs(report.levels) do
    if level.accuracy_under_attack then
      points[#points + 1] = { level.eps, level.accuracy_under_attack, 1 - level.success_high, 1 - level.success_low }
    end
  end
  table.sort(points, function(a, b) return a[1] < b[1] end)
  return points
end

--- Accuracy under attack at every ε from `least` to `most`, where the closest adversarial images are known: steps.
function curves.accuracy_of_distances(images, budget, least, most)
  local list, distances = answered(images), {}
  for i, image in ipairs(list) do distances[i] = distance_at(image, budget) end
  table.sort(distances)
  local points = { { least, 1 } }
  for i, distance in ipairs(distances) do
    if distance > most then break end
    if distance <= points[#points][1] then points[#points] = nil end
    points[#points + 1] = { math.max(least, distance), 1 - i / #list }
  end
  points[#points + 1] = { most, points[#points][2] }
  return points
end

--- Distances of the successes in `norm`, counted in `bins` bins from 0 to the largest: points { left, right, count }.
function curves.histogram(images, norm, bins)
  local values, most = {}, 0
  for _, image in ipairs(images) do
    if image.success and image[norm] then
      values[#values + 1] = image[norm]
      most = math.max(most, image[norm])
    end
  end
  if most == 0 then return {} end
  local counts = {}
  for i = 1, bins do counts[i] = { (i - 1) * most / bins, i * most / bins, 0 } end
  for _, value in ipairs(values) do
    local bin = counts[math.min(bins, 1 + math.floor(value / most * bins))]
    bin[3] = bin[3] + 1
  end
  return counts
end

return curves
