-- Asks the model once more about each adversarial image, and whether it still fools the model when its pixels are rounded to
-- bytes. These forwards are not charged. A model that changes its mind makes a failure of a success.
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

local function verify(jobs, model)
  local labels = {}
  for i, job in ipairs(jobs) do labels[i] = job.image.label end
  local logits = model.logits(stack(jobs, same))
  local margins, confidences = native.model.margin(logits, labels), native.model.softmax(logits)
  local classes = logits:argmax(2)
  local rounded_margins = native.model.margin(model.logits(stack(jobs, rounded)), labels)
  for i, job in ipairs(jobs) do
    job.success = margins[i] < 0
    job.predicted = classes[i] - 1
    job.confidence = confidences[i][classes[i]]
    job.survives_8bit = job.success and rounded_margins[i] < 0
    job.linf, job.l2 = distance("linf", job.image.image, job.adversarial), distance("l2", job.image.image, job.adversarial)
  end
end

return function(jobs, model)
  local fooled = {}
  for _, job in ipairs(jobs) do
    job.success = false
    if job.adversarial then fooled[#fooled + 1] = job end
  end
  for first = 1, #fooled, at_a_time do
    verify(table.move(fooled, first, math.min(first + at_a_time - 1, #fooled), 1, {}), model)
  end
end
