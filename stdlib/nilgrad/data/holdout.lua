-- ng.data.holdout: one split into what is learnt from and what is held out.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local order_of = require "nilgrad.data.split.order"
local part = require "nilgrad.data.split.part"

local check = native.catalog.describe {
  kind = "data", name = "holdout",
  summary = "splits data into a training and a validation part",
  signature = "ng.data.holdout { data = …, share = 0.2 } -> { train: dataset, validation: dataset }",
  options = {
    { name = "data", type = "any", required = true, help = "a data set, a list of samples, or how many there are: then the parts are positions" },
    { name = "share", type = "number", min = 0, above_min = true, max = 1, default = 0.2, help = "of the samples that is held out, rounded" },
    { name = "seed", type = "integer", default = 0, help = "of the random order" },
    { name = "stratified", type = "boolean", default = false, help = "each label has its share in both parts" },
  },
  cost = "none",
  example = "return #ng.data.holdout { data = 100, share = 0.25 }.validation",
}

return function(options)
  options = check(options)
  local data = options.data
  local count = type(data) == "number" and data or #data
  local held_out = math.floor(count * options.share + 0.5)
  if held_out == 0 or held_out == count then
    raise("ng.data.holdout: a share of %g of %d samples leaves one part empty", options.share, count)
  end
  local order = order_of(data, count, options.seed, options.stratified)
  return {
    validation = part(data, table.move(order, 1, held_out, 1, {})),
    train = part(data, table.move(order, held_out + 1, count, 1, {})),
  }
end
