-- The classes that a targeted attack is to reach, and images of them to start from.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local most_searched, at_a_time = 4096, 256

-- Streams of random targets begin where those of attacks, the positions in the data, do not come.
local first_stream = 1 << 40

local named = {
  random = function(sample, classes, seed)
    local other = native.random(seed, first_stream + sample.index):integer(0, classes - 2)
    return other < sample.label and other or other + 1
  end,
  next = function(sample, classes) return (sample.label + 1) % classes end,
  least_likely = function(sample) return sample.logits:argmin() - 1 end,
}

local function wanted_of(option, sample, classes, seed)
  if type(option) == "string" then return named[option](sample, classes, seed) end
  if type(option) == "table" then return option[sample.index] end
  return option { index = sample.index, label = sample.label, image = sample.image, predicted = sample.predicted }
end

local targets = {}

--- Checks option 'target' of ng.attack.run.
function targets.check(option, method)
  if option == nil then return end
  local kind = type(option)
  if kind == "string" and not named[option] then raise("option 'target' of ng.attack.run: '%s' is not 'random', 'next' or 'least_likely'", option) end
  if kind ~= "string" and kind ~= "table" and kind ~= "function" and not math.tointeger(option) then
    raise("option 'target' of ng.attack.run must be a class, a list, a function or a name, got %s", tostring(option))
  end
  if not method.targeted then raise("%s has no targeted form: leave out option 'target' or take another method", tostring(method)) end
end

--- The target of a sample, which has .logits; nil, and a reason, where it is to be passed over.
function targets.of(option, sample, seed, model)
  local classes = #sample.logits
  local single = math.tointeger(option)
  if single == sample.label then return nil, "is of the target class" end
  local target = single or wanted_of(option, sample, classes, seed)
  local class = math.tointeger(target)
  if model.shows == "labels" and class and class >= 0 then
    model.expect_class(class)
  elseif not class or class < 0 or class >= classes then
    raise("the target of data[%d] is %s, no class of the model, which has 0 to %d", sample.index, tostring(target), classes - 1)
  end
  if class == sample.label then raise("the target of data[%d] is %d, its own label", sample.index, class) end
  return class
end

-- Adds images by the class that the model says to `found` until it has all that are `wanted`.
local function search(data, wanted, found, model)
  for first = 1, math.min(#data, most_searched), at_a_time do
    local missing = false
    for class in pairs(wanted) do missing = missing or not found[class] end
    if not missing then return end
    local stack = {}
    for i = first, math.min(#data, first + at_a_time - 1) do stack[#stack + 1] = native.tensor(data[i].image, "float32") end
    for i, class in ipairs(model.logits(native.tensor.stack(stack)):argmax(2)) do found[class - 1] = found[class - 1] or stack[i] end
  end
end

--- Gives each sample that has a target .start: an image that the model puts there, the first that was looked at or, failing
--- that, of the data's first 4,096. Without any, none.
function targets.find_starts(samples, looked_at, data, model)
  local found, wanted = {}, {}
  for _, sample in ipairs(looked_at) do found[sample.predicted] = found[sample.predicted] or sample.image end
  for _, sample in ipairs(samples) do wanted[sample.target] = true end
  search(data, wanted, found, model)
  for _, sample in ipairs(samples) do sample.start = found[sample.target] end
end

return targets
