-- The numbers of one ε. An image to which the model gave no answer stays in the list and is in none of the rates.
local statistics = require "nilgrad.statistics"

local fields = { "adversarial", "predicted", "confidence", "linf", "l2", "l1", "l0", "survives_8bit" }

local function image_of(job)
  local image = {
    index = job.image.index, label = job.image.label, target = job.image.target, original = job.image.image,
    clean_confidence = job.image.clean_confidence, success = job.success and true or false, queries = job.queries, path = job.path,
    not_finite = job.not_finite, failed = not job.success and job.failed or nil,
  }
  if not job.success then return image end
  for _, field in ipairs(fields) do image[field] = job[field] end
  return image
end

local function of(images, field)
  local list = {}
  for _, image in ipairs(images) do list[#list + 1] = image[field] end
  return list
end

local function charged_of(images, budget)
  local list = {}
  for i, image in ipairs(images) do list[i] = image.success and image.queries or budget end
  return list
end

local function split(images)
  local answered, successes, survivors, total = {}, {}, 0, 0
  for _, image in ipairs(images) do
    total = total + image.queries
    if not image.failed then answered[#answered + 1] = image end
    if image.success then successes[#successes + 1] = image end
    if image.survives_8bit then survivors = survivors + 1 end
  end
  return answered, successes, survivors, total
end

--- of_jobs(eps, jobs, budget)
return function(eps, jobs, budget)
  local level = { eps = eps, images = {} }
  for i, job in ipairs(jobs) do level.images[i] = image_of(job) end
  local answered, successes, survivors, total = split(level.images)
  local attacked = #answered
  level.attacked, level.unanswered, level.successes, level.survivors_8bit = attacked, #level.images - attacked, #successes, survivors
  level.queries = total
  level.success = attacked > 0 and #successes / attacked or nil
  level.success_low, level.success_high = statistics.wilson(#successes, attacked)
  level.accuracy_under_attack = attacked > 0 and 1 - #successes / attacked or nil
  local queries, charged = of(successes, "queries"), charged_of(answered, budget)
  level.mean_queries, level.median_queries = statistics.mean(queries), statistics.median(queries)
  level.charged_mean, level.charged_median = statistics.mean(charged), statistics.median(charged)
  for _, norm in ipairs { "linf", "l2", "l1", "l0" } do level["mean_" .. norm] = statistics.mean(of(successes, norm)) end
  return level
end
