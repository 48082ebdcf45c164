-- threat_of(reports, l): what the attacks of one norm made together of each image at the l-th ε, and each of them alone.
local statistics = require "nilgrad.statistics"

-- The success that took the fewest queries; without one, an attack that was answered to its end rather than one that was not.
local function better(image, other)
  if not other or image.success ~= other.success then return not other or image.success end
  if image.success then return image.queries < other.queries end
  return other.failed and not image.failed
end

-- All images that some attack was run on: a list, in the order of the data, of lists of { image, method }. A model whose answers are
-- random may have each attack given other images.
local function gathered(reports, l)
  local by_index, order = {}, {}
  for _, report in ipairs(reports) do
    for _, image in ipairs(report.levels[l].images) do
      if not by_index[image.index] then
        by_index[image.index] = {}
        order[#order + 1] = image.index
      end
      table.insert(by_index[image.index], { image = image, method = report.method })
    end
  end
  for i, index in ipairs(order) do order[i] = by_index[index] end
  return order
end

-- A copy of the best attack's image that names it: .method; .by lists all that succeeded, .survives_8bit is of any of them.
local function best_of(attempts)
  local best, by, survives = nil, {}, false
  for _, attempt in ipairs(attempts) do
    if better(attempt.image, best and best.image) then best = attempt end
    if attempt.image.success then by[#by + 1] = attempt.method end
    survives = survives or attempt.image.survives_8bit or false
  end
  local copy = {}
  for field, value in pairs(best.image) do copy[field] = value end
  copy.method, copy.by, copy.survives_8bit = copy.success and best.method or nil, by, survives
  return copy
end

-- One row an attack: its success, and how many images it alone fooled. Some that could do with labels read scores where there are any.
local function rows_of(reports, l, images)
  local alone, rows = {}, {}
  for _, image in ipairs(images) do
    if #image.by == 1 then alone[image.by[1]] = (alone[image.by[1]] or 0) + 1 end
  end
  for r, report in ipairs(reports) do
    local level, method = report.levels[l], report.options.method
    rows[r] = { method = report.method, access = method.reads_scores and "scores" or method.access, success = level.success, success_low = level.success_low,
      success_high = level.success_high, median_queries = level.median_queries, charged_mean = level.charged_mean,
      alone = alone[report.method] or 0 }
  end
  return rows
end

return function(reports, l)
  local first = reports[1]
  local threat = { norm = first.norm, eps = first.levels[l].eps, reports = reports, images = {}, fooled = 0, unanswered = 0, late = 0,
    survivors_8bit = 0 }
  for i, attempts in ipairs(gathered(reports, l)) do
    local image = best_of(attempts)
    threat.images[i] = image
    threat.fooled = threat.fooled + (image.success and 1 or 0)
    threat.late = threat.late + (image.success and image.queries > first.budget / 2 and 1 or 0)
    threat.survivors_8bit = threat.survivors_8bit + (image.success and image.survives_8bit and 1 or 0)
    threat.unanswered = threat.unanswered + (image.failed and 1 or 0)
  end
  threat.attacked = #threat.images - threat.unanswered
  local left, looked_at = threat.attacked - threat.fooled, threat.attacked + first.misclassified
  threat.accuracy_under_attack = threat.attacked > 0 and left / threat.attacked or nil
  threat.low, threat.high = statistics.wilson(left, threat.attacked)
  threat.robust_accuracy = looked_at > 0 and left / looked_at or nil
  threat.robust_low, threat.robust_high = statistics.wilson(left, looked_at)
  threat.methods = rows_of(reports, l, threat.images)
  return threat
end
