-- ng.data.k_fold: cross-validation's splits.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local order_of = require "nilgrad.data.split.order"
local part = require "nilgrad.data.split.part"

local check = native.catalog.describe {
  kind = "data", name = "k_fold",
  summary = "splits data into folds, each of which is held out once",
  signature = "ng.data.k_fold { data = …, folds = 5 } -> { train: dataset, validation: dataset }[]",
  options = {
    { name = "data", type = "any", required = true, help = "a data set, a list of samples, or how many there are: then the parts are positions" },
    { name = "folds", type = "integer", min = 2, default = 5, help = "how many; their sizes differ by one at most" },
    { name = "seed", type = "integer", default = 0, help = "of the random order" },
    { name = "stratified", type = "boolean", default = false, help = "each label has its share in each fold" },
  },
  cost = "none",
  reference = "Kohavi, IJCAI 1995",
  example = [[
local samples = {}
for i = 1, 10 do samples[i] = { x = i, label = i % 2 } end
local folds = ng.data.k_fold { data = samples, folds = 5, stratified = true }
return #folds, #folds[1].train, #folds[1].validation]],
}

return function(options)
  options = check(options)
  local data, folds = options.data, options.folds
  local count = type(data) == "number" and data or #data
  if count < folds then raise("ng.data.k_fold: %d samples cannot be split into %d folds", count, folds) end
  local order = order_of(data, count, options.seed, options.stratified)
  local splits = {}
  for k = 1, folds do
    local train, validation = {}, {}
    local first, last = (k - 1) * count // folds + 1, k * count // folds
    for i, position in ipairs(order) do table.insert(i >= first and i <= last and validation or train, position) end
    splits[k] = { train = part(data, train), validation = part(data, validation) }
  end
  return splits
end
