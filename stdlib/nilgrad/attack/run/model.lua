-- Models as attacks see them: logits(images) → a float32 tensor [n, classes] of logits or log-probabilities; of a model that says
-- labels, ones and zeros. `shows` is what it gives: "logits", "probabilities" or "labels".
local native = require "nilgrad.native"
local core = require "nilgrad.native.attack"
local raise = require "nilgrad.raise"

local function field(object, name)
  local ok, value = pcall(function() return object[name] end)
  return ok and value or nil
end

-- A list of classes, one an image, as rows of zeros with a one. Such a model does not say how many classes it has: rows are as wide
-- as the largest class that was met.
local function rows_of_labels(model, labels, count)
  if #labels ~= count then raise("a model must return %d labels for %d images, got %d", count, count, #labels) end
  for i, label in ipairs(labels) do
    local class = math.tointeger(label)
    if not class or class < 0 then raise("a model's label must be a class, a whole number from 0, got %s for image %d of %d", tostring(label), i, count) end
    model.expect_class(class)
  end
  local rows = native.tensor.zeros({ count, model.classes_met }, "float32")
  for i, label in ipairs(labels) do rows[i][math.tointeger(label) + 1] = 1 end
  return rows
end

local function predictor(given, model)
  if type(given) == "function" then return given end
  if (type(given) ~= "userdata" and type(given) ~= "table") or type(field(given, "predict")) ~= "function" then
    raise("option 'model' of ng.attack.run must have model:predict(images) or be a function images → logits, got %s", tostring(given))
  end
  local name = field(given, "name")
  model.name = type(name) == "string" and name or "a model"
  return function(images) return given:predict(images) end
end

return function(given, shows)
  local model = { name = "a function", forwards = 0, classes_met = 2 }
  local predict = predictor(given, model)
  model.shows = shows or type(given) ~= "function" and field(given, "scores") or "logits"
  if model.shows ~= "logits" and model.shows ~= "probabilities" and model.shows ~= "labels" then
    raise("the model's scores must be 'logits', 'probabilities' or 'labels', got %s", tostring(model.shows))
  end

  --- Labels of the data and targets are classes, whether or not the model has said so yet.
  function model.expect_class(class) model.classes_met = math.max(model.classes_met, class + 1) end

  function model.logits(images)
    local scores = predict(images)
    model.forwards = model.forwards + #images
    if type(scores) == "table" then
      local is_list = model.shows == "labels" and type(scores[1]) ~= "table"
      scores = is_list and rows_of_labels(model, scores, #images) or native.tensor(scores, "float32")
    end
    local shape = type(scores) == "userdata" and field(scores, "shape")
    if type(shape) ~= "table" then raise("a model must return logits [%d, classes] for %d images, got %s", #images, #images, tostring(scores)) end
    if model.shows == "labels" and #shape == 1 then return rows_of_labels(model, scores:table(), #images) end
    if #shape ~= 2 or shape[1] ~= #images or shape[2] < 2 then
      raise("a model must return logits [%d, classes] for %d images, got shape [%s]", #images, #images, table.concat(shape, ", "))
    end
    return model.shows == "probabilities" and core.log_probabilities(scores) or scores
  end

  return model
end
