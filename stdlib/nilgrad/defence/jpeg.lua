-- ng.defence.jpeg: what JPEG leaves of an image.
local native = require "nilgrad.native"
local change = require "nilgrad.native.defence"
local wrapped = require "nilgrad.defence.model.wrapped"

local check = native.catalog.describe {
  kind = "defence", name = "jpeg",
  summary = "compresses images as JPEG and decodes them before the model sees them",
  signature = "ng.defence.jpeg { model = …, quality = 75 } -> defended_model",
  options = {
    require "nilgrad.defence.model.option",
    { name = "quality", type = "integer", min = 1, max = 100, default = 75,
      help = "of libjpeg; colours at half the resolution (4:2:0). Images need 1 or 3 channels" },
  },
  cost = "1 query of the model for each image",
  memory = "a copy of the batch",
  reference = "Dziugaite, Ghahramani & Roy 2016, arXiv:1608.00853; Guo, Rana, Cissé & van der Maaten, ICLR 2018",
  example = [[
local function model(images) return images:reshape { #images, -1 } end
local defended = ng.defence.jpeg { model = model, quality = 30 }
return defended, defended:predict(ng.tensor.full({ 1, 1, 8, 8 }, 0.3))]],
}

return function(options)
  options = check(options)
  return wrapped(("ng.defence.jpeg { quality = %d }"):format(options.quality), options.model,
    function(images) return change.jpeg(images, options.quality) end)
end
