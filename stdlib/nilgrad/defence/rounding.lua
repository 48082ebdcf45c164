-- ng.defence.rounding: fewer levels a pixel, so that small changes vanish.
local native = require "nilgrad.native"
local change = require "nilgrad.native.defence"
local wrapped = require "nilgrad.defence.model.wrapped"

local check = native.catalog.describe {
  kind = "defence", name = "rounding",
  summary = "rounds pixels to a few levels before the model sees them",
  signature = "ng.defence.rounding { model = …, levels = 256 } -> defended_model",
  formula = "x ← round((levels − 1) x) / (levels − 1)",
  options = {
    require "nilgrad.defence.model.option",
    { name = "levels", type = "integer", min = 2, max = 65536, default = 256, help = "how many values a pixel may have: 256 is 8 bits, 2 black and white" },
  },
  cost = "1 query of the model for each image",
  memory = "a copy of the batch",
  reference = "Xu, Evans & Qi, NDSS 2018: Feature squeezing; 256 levels are what files and cameras do",
  example = [[
local function model(images) return images:reshape { #images, 2 } end
local rounded = ng.defence.rounding { model = model, levels = 3 }
return rounded, rounded:predict(ng.tensor { { 0.2, 0.3 } })]],
}

return function(options)
  options = check(options)
  return wrapped(("ng.defence.rounding { levels = %d }"):format(options.levels), options.model,
    function(images) return change.rounding(images, options.levels) end)
end
