-- paired(level, other, budget, resamples, seed): how the reports of two attacks on the same images at one ε differ, `level` minus
-- `other`: over the images that both were answered on,
--   success_difference { value, low, high, p }   of the success rates: Newcombe's paired interval, exact McNemar p
--   charged_difference { value, low, high }      of the mean queries with failures charged: the paired bootstrap
--   images                                       how many images were compared
local statistics = require "nilgrad.statistics"

local function by_index(images)
  local found = {}
  for _, image in ipairs(images) do
    if not image.failed then found[image.index] = image end
  end
  return found
end

local function charge(image, budget) return image.success and image.queries or budget end

return function(level, other, budget, resamples, seed)
  local others, counts, differences = by_index(other.images), { both = 0, first = 0, second = 0, neither = 0 }, {}
  for _, image in ipairs(level.images) do
    local second = others[image.index]
    if second and not image.failed then
      local outcome = image.success and (second.success and "both" or "first") or (second.success and "second" or "neither")
      counts[outcome] = counts[outcome] + 1
      differences[#differences + 1] = charge(image, budget) - charge(second, budget)
    end
  end
  if #differences == 0 then return { images = 0 } end
  local low, high = statistics.paired_rates(counts.both, counts.first, counts.second, counts.neither)
  local success = { value = (counts.first - counts.second) / #differences, low = low, high = high,
    p = statistics.mcnemar(counts.first, counts.second) }
  local charged = { value = statistics.mean(differences) }
  charged.low, charged.high = statistics.bootstrap(differences, seed, resamples)
  return { images = #differences, success_difference = success, charged_difference = charged }
end
