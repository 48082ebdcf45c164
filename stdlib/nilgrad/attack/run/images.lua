-- The images to attack: the first `count` that the model classifies correctly (and are not of the one target class), and those
-- passed over on the way.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local targets = require "nilgrad.attack.run.targets"

local at_a_time = 256
local asked_again = 32
local score_tolerance = 1e-4

local function positions_of(options)
  local size = #options.data
  if type(options.indices) == "number" then return { options.indices } end
  if not options.indices then return nil, size end
  for i, index in ipairs(options.indices) do
    if math.type(index) ~= "integer" and index % 1 ~= 0 or index > size then
      raise("option 'indices' of ng.attack.run: [%d] is %s, not one of the data's %d samples", i, tostring(index), size)
    end
  end
  return options.indices, #options.indices
end

-- One sample, checked: its image float32, in [0, 1] and shaped like the others.
local function sample_at(data, index, shape)
  local sample = data[index]
  if (type(sample) ~= "table" and type(sample) ~= "userdata") or not sample.image then
    raise("data[%d] must have an image and a label, got %s", index, tostring(sample))
  end
  local image, label = native.tensor(sample.image, "float32"), math.tointeger(sample.label)
  if not label or label < 0 then raise("data[%d].label must be a class, a whole number from 0, got %s", index, tostring(sample.label)) end
  if not (image:min() >= 0 and image:max() <= 1) then
    raise("data[%d].image has pixels from %g to %g; attacks need them in [0, 1]", index, image:min(), image:max())
  end
  local own = table.concat(image.shape, ", ")
  if shape and own ~= shape then raise("data[%d].image has shape [%s], the others have [%s]", index, own, shape) end
  return { index = index, image = image, label = label }, own
end

-- Fills in what the model says of the samples.
local function classify(samples, model)
  local stack = {}
  for i, sample in ipairs(samples) do
    stack[i] = sample.image
    model.expect_class(sample.label)
  end
  local logits = model.logits(native.tensor.stack(stack))
  local classes, confidences = logits:argmax(2), native.model.softmax(logits)
  for i, sample in ipairs(samples) do
    if not (logits[i]:min() == logits[i]:min()) then raise("the model gives no numbers for data[%d]: %s", sample.index, tostring(logits[i])) end
    if sample.label >= #logits[i] then raise("data[%d].label is %d, but the model has the classes 0 to %d", sample.index, sample.label, #logits[i] - 1) end
    sample.predicted, sample.logits = classes[i] - 1, logits[i]:clone()
    sample.clean_confidence = model.shows ~= "labels" and confidences[i][sample.predicted + 1] or nil
  end
end

-- Asks the model again about some of the samples; returns of how many, how many got another class and how many other scores.
local function ask_again(samples, model)
  local asked = math.min(#samples, asked_again)
  if asked == 0 then return { images = 0, classes = 0, scores = 0 } end
  local stack, classes, scores = {}, 0, 0
  for i = 1, asked do stack[i] = samples[i].image end
  local logits = model.logits(native.tensor.stack(stack))
  for i, class in ipairs(logits:argmax(2)) do
    local before = samples[i].logits
    classes = classes + (class - 1 == samples[i].predicted and 0 or 1)
    scores = scores + ((#logits[i] ~= #before or (logits[i] - before):norm(math.huge) > score_tolerance) and 1 or 0)
  end
  return { images = asked, classes = classes, scores = scores }
end

-- To which list a sample belongs that the model has classified.
local function sort_sample(sample, options, model, chosen, skipped)
  if sample.predicted ~= sample.label then
    sample.reason = "misclassified"
  elseif options.target ~= nil then
    sample.target, sample.reason = targets.of(options.target, sample, options.seed, model)
  end
  local list = sample.reason and skipped or chosen
  list[#list + 1] = sample
end

--- Returns those chosen, those passed over and what asking the model twice said.
return function(options, model)
  local kind = type(options.data)
  if kind ~= "table" and kind ~= "userdata" then raise("option 'data' of ng.attack.run must be data or a list of samples, got %s", tostring(options.data)) end
  local positions, size = positions_of(options)
  local wanted, chosen, skipped, looked_at, shape = options.count or math.huge, {}, {}, {}, nil
  local next_position = 1
  while #chosen < wanted and next_position <= size do
    local samples = {}
    local last = math.min(size, next_position + math.min(at_a_time, wanted - #chosen) - 1)
    for i = next_position, last do
      samples[#samples + 1], shape = sample_at(options.data, math.tointeger(positions and positions[i] or i), shape)
    end
    next_position = last + 1
    classify(samples, model)
    for _, sample in ipairs(samples) do
      sort_sample(sample, options, model, chosen, skipped)
      looked_at[#looked_at + 1] = sample
    end
  end
  if options.target ~= nil then targets.find_starts(chosen, looked_at, options.data, model) end
  return chosen, skipped, ask_again(chosen, model)
end
