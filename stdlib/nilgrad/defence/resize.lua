-- ng.defence.resize: a random size and place for every query.
local native = require "nilgrad.native"
local change = require "nilgrad.native.defence"
local random = require "nilgrad.defence.model.random"
local wrapped = require "nilgrad.defence.model.wrapped"

local check = native.catalog.describe {
  kind = "defence", name = "resize",
  summary = "shrinks images to a random size and puts them at a random place before the model sees them",
  signature = "ng.defence.resize { model = …, smallest = 0.9 } -> defended_model",
  options = {
    require "nilgrad.defence.model.option",
    { name = "smallest", type = "number", min = 0, above_min = true, max = 1, default = 0.9,
      help = "share of the height that may be left; the height is drawn evenly from there to the whole, the width in proportion "
        .. "(bilinear), and the rest is black. The paper enlarges from 299 to at most 331 pixels instead (a share of 0.9): models with "
        .. "an input of fixed size cannot be shown that" },
    table.unpack(random.options),
  },
  cost = "1 query of the model for each image",
  memory = "a copy of the batch",
  reference = "Xie, Wang, Zhang, Ren & Yuille, ICLR 2018: Mitigating adversarial effects through randomization",
  example = [[
local function model(images) return images:reshape { #images, -1 } end
local defended = ng.defence.resize { model = model, smallest = 0.5, seed = 3 }
return defended, defended:predict(ng.tensor.full({ 1, 1, 4, 4 }, 0.5))]],
}

return function(options)
  options = check(options)
  local query = random.counter(options.fresh)
  return wrapped(("ng.defence.resize { smallest = %g, %s }"):format(options.smallest, random.text(options)), options.model,
    function(images) return change.resize(images, options.smallest, options.seed, query(#images)) end)
end
