-- Asks the model once more about each adversarial image, and whether it still fools the model when its pixels are rounded to
-- bytes. These forwards are not charged. A model that changes its mind makes a failure of a success, and is counted.
local native = require "nilgrad.native"
local distance = require "nilgrad.native.attack".distance

local at_a_time = 256

local function stack(jobs, change)
  local images = {}
  for i, job in ipairs(jobs) do images[i] = change(job.adversarial) end
  return native.tensor.stack(images)
end

local function same(image) return image end
local function rounded(image) return (image * 255):round_():div_(255) end

-- Whether the logits of each job's image fool the model, or reach its target.
local function fooled(jobs, logits)
  local list = {}
  for i, job in ipairs(jobs) do
    local target = job.image.target
    local margins = target and native.model.targeted_margin(logits[i], target) or native.model.margin(logits[i], job.image.label)
    list[i] = margins[1] < 0
  end
  return list
end

local function verify(jobs, model)
  local logits = model.logits(stack(jobs, same))
  local confidences = native.model.softmax(logits)
  local classes = logits:argmax(2)
  local successes, survivors = fooled(jobs, logits), fooled(jobs, model.logits(stack(jobs, rounded)))
  for i, job in ipairs(jobs) do
    job.success, job.survives_8bit = successes[i], successes[i] and survivors[i]
    job.predicted = classes[i] - 1
    job.confidence = model.shows ~= "labels" and confidences[i][classes[i]] or nil
    for _, norm in ipairs { "linf", "l2", "l1", "l0" } do job[norm] = distance(norm, job.image.image, job.adversarial) end
  end
end

-- Where the run is to go on without answers, those images are asked about alone that together got none.
local function verify_or_skip(jobs, model)
  if pcall(verify, jobs, model) then return end
  for _, job in ipairs(jobs) do
    local ok, message = pcall(verify, { job }, model)
    if not ok then job.success, job.failed = false, tostring(message) end
  end
end

--- Fills in the jobs; returns how many claimed a success and how many of those the model did not repeat.
return function(jobs, model, unanswered)
  local check = unanswered == "skip" and verify_or_skip or verify
  local claimed, denied = {}, 0
  for _, job in ipairs(jobs) do
    job.success = false
    if job.adversarial then claimed[#claimed + 1] = job end
  end
  for first = 1, #claimed, at_a_time do
    check(table.move(claimed, first, math.min(first + at_a_time - 1, #claimed), 1, {}), model)
  end
  for _, job in ipairs(claimed) do denied = denied + ((job.success or job.failed) and 0 or 1) end
  return #claimed, denied
end
