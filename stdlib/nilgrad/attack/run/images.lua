-- The images to attack: the first `count` that the model classifies correctly, and those passed over on the way.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local at_a_time = 256

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
  for i, sample in ipairs(samples) do stack[i] = sample.image end
  local logits = model.logits(native.tensor.stack(stack))
  local classes, confidences = logits:argmax(2), native.model.softmax(logits)
  for i, sample in ipairs(samples) do
    if not (logits[i]:min() == logits[i]:min()) then raise("the model gives no numbers for data[%d]: %s", sample.index, tostring(logits[i])) end
    if sample.label >= #logits[i] then raise("data[%d].label is %d, but the model has the classes 0 to %d", sample.index, sample.label, #logits[i] - 1) end
    sample.predicted = classes[i] - 1
    sample.clean_confidence = confidences[i][sample.predicted + 1]
  end
end

return function(options, model)
  local kind = type(options.data)
  if kind ~= "table" and kind ~= "userdata" then raise("option 'data' of ng.attack.run must be data or a list of samples, got %s", tostring(options.data)) end
  local positions, size = positions_of(options)
  local wanted, chosen, skipped, shape = options.count or math.huge, {}, {}, nil
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
      local list = sample.predicted == sample.label and chosen or skipped
      list[#list + 1] = sample
    end
  end
  return chosen, skipped
end
