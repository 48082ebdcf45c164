-- wrapped(defence, given, before): a model that shows images to `given` as `before` leaves them. It has what models have:
-- predict, classify, classes, input_shape, scores and name, and may be wrapped again.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local function field(object, name)
  local ok, value = pcall(function() return object[name] end)
  if ok then return value end
end

local Wrapped = { __name = "nilgrad.defended_model" }
Wrapped.__index = Wrapped

native.catalog.describe {
  kind = "object", name = "defended_model",
  summary = "a model behind a defence, as ng.defence.… returns it; it has what models have and may be wrapped again",
  methods = Wrapped,
  members = {
    { "model:predict(images: tensor) -> tensor", "what the model behind says of the changed images" },
    { "model:classify(images: tensor) -> integer[]", "the class, from 0, of each image" },
    { "model.name: string", "both names, for reports" },
    { "model.model: any", "the model behind" },
    { "model.classes: integer?", "as of the model behind" },
    { "model.input_shape: integer[]?", "as of the model behind" },
    { "model.scores: string?", "as of the model behind" },
    { "model.before: function", "before(images): what the defence makes of them" },
    { "model.ask: function", "ask(images): what the model behind says" },
    { "model.detections: integer?",
      "of ng.defence.detector: how many so far. After each, all earlier queries are forgotten: the attacker comes back with another account" },
    { "model.first_detection: integer?",
      "of a detector: the number of the query that was the first, from 1; nil while there was none" },
    { "model.queries: integer?", "of a detector: how many images were asked about" },
    { "model.threshold: number?", "of a detector: the distance in use" },
    { "model:reset()", "of a detector: forgets all queries and counts" },
  },
  example = [[
local function model(images) return images:reshape { #images, 2 } end
local defended = ng.defence.rounding { model = model, levels = 4 }
local watched = ng.defence.detector { model = defended, k = 1, threshold = 0.1 }
print(watched:classify { { 0.3, 0.6 } }[1], watched:classify { { 0.3, 0.61 } }[1], watched.detections)
watched:reset()
return defended.name, defended:predict { { 0.3, 0.6 } }, watched.queries]],
}

function Wrapped:__tostring() return self.name end

-- A batch float32 [n, …]; where the model says how its input is shaped, a flat or a single image is shaped so.
local function batch_of(images, shape)
  images = native.tensor(images, "float32")
  if type(shape) == "table" then return images:reshape { -1, table.unpack(shape) } end
  return images
end

--- What the model says of the images once the defence has had them.
function Wrapped:predict(images) return self.ask(self.before(batch_of(images, self.input_shape))) end

--- The class, from 0, of each image.
function Wrapped:classify(images)
  local scores = self:predict(images)
  if self.scores == "labels" then return type(scores) == "table" and scores or scores:table() end
  local classes = {}
  for i, class in ipairs(native.tensor(scores, "float32"):argmax(2)) do classes[i] = class - 1 end
  return classes
end

return function(defence, given, before)
  local model = { before = before, model = given }
  if type(given) == "function" then
    model.ask, model.name = given, "a function behind " .. defence
  elseif (type(given) == "userdata" or type(given) == "table") and type(field(given, "predict")) == "function" then
    model.ask = function(images) return given:predict(images) end
    for _, name in ipairs { "classes", "input_shape", "scores" } do model[name] = field(given, name) end
    model.name = ("%s behind %s"):format(field(given, "name") or "a model", defence)
  else
    raise("option 'model' of %s must have model:predict(images) or be a function images → logits, got %s", defence:match "^[%w_.]+", tostring(given))
  end
  return setmetatable(model, Wrapped)
end
