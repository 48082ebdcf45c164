-- ng.defence.noise: Gaussian noise on every query.
local native = require "nilgrad.native"
local change = require "nilgrad.native.defence"
local random = require "nilgrad.defence.model.random"
local wrapped = require "nilgrad.defence.model.wrapped"

local check = native.catalog.describe {
  kind = "defence", name = "noise",
  summary = "adds Gaussian noise to images before the model sees them",
  signature = "ng.defence.noise { model = …, sigma = 0.02 } -> defended_model",
  formula = "x ← clip(x + σ z, 0, 1), z ~ N(0, I)",
  options = {
    require "nilgrad.defence.model.option",
    { name = "sigma", type = "number", min = 0, default = 0.02, help = "σ, its standard deviation, in pixels of [0, 1]" },
    table.unpack(random.options),
  },
  cost = "1 query of the model for each image",
  memory = "a copy of the batch",
  reference = "Qin, Fan, Zha & Wu, NeurIPS 2021: Random noise defense against query-based black-box attacks",
  example = [[
local function model(images) return images:reshape { #images, 2 } end
local noisy = ng.defence.noise { model = model, sigma = 0.1, seed = 1 }
return noisy, noisy:predict(ng.tensor { { 0.2, 0.3 } })]],
}

return function(options)
  options = check(options)
  local query = random.counter(options.fresh)
  return wrapped(("ng.defence.noise { sigma = %g, %s }"):format(options.sigma, random.text(options)), options.model,
    function(images) return change.noise(images, options.sigma, options.seed, query(#images)) end)
end
