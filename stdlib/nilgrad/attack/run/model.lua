-- Models as attacks see them: logits(images) → a float32 tensor [n, classes].
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local function field(object, name)
  local ok, value = pcall(function() return object[name] end)
  return ok and value or nil
end

return function(given)
  local model = { name = "a function" }
  local predict = given
  if type(given) ~= "function" then
    if (type(given) ~= "userdata" and type(given) ~= "table") or type(field(given, "predict")) ~= "function" then
      raise("option 'model' of ng.attack.run must have model:predict(images) or be a function images → logits, got %s", tostring(given))
    end
    predict = function(images) return given:predict(images) end
    local name = field(given, "name")
    model.name = type(name) == "string" and name or "a model"
  end

  function model.logits(images)
    local logits = predict(images)
    if type(logits) == "table" then logits = native.tensor(logits, "float32") end
    local shape = type(logits) == "userdata" and field(logits, "shape")
    if type(shape) ~= "table" then raise("a model must return logits [%d, classes] for %d images, got %s", #images, #images, tostring(logits)) end
    if #shape ~= 2 or shape[1] ~= #images or shape[2] < 2 then
      raise("a model must return logits [%d, classes] for %d images, got shape [%s]", #images, #images, table.concat(shape, ", "))
    end
    return logits
  end

  return model
end
