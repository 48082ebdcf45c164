-- ng.defence.detector: sees attacks by their queries, which lie nearer to each other than honest users' images do.
local native = require "nilgrad.native"
local core = require "nilgrad.native.defence"
local raise = require "nilgrad.raise"
local wrapped = require "nilgrad.defence.model.wrapped"

local check = native.catalog.describe {
  kind = "defence", name = "detector",
  summary = "counts queries that lie too near to earlier ones, as those of an attack do; answers stay as they are",
  signature = "ng.defence.detector { model = …, data = … } -> defended_model",
  formula = "a detection: the mean L2 distance of a query's features to its k nearest predecessors is below the threshold",
  options = {
    require "nilgrad.defence.model.option",
    { name = "k", type = "integer", min = 1, default = 50, help = "how many of the nearest earlier queries count; none is detected before there are k" },
    { name = "threshold", type = "number", min = 0, above_min = true, default_text = "from data", help = "below which mean distance a query is a detection" },
    { name = "data", type = "any", default_text = "none: threshold is needed",
      help = "honest images (ng.data.…, a list of samples or a tensor), more than k: the threshold is the one below which the share "
        .. "false_positives of them has its k nearest others. Costs their number squared" },
    { name = "false_positives", type = "number", min = 0, max = 1, default = 0.001, help = "share of the honest images that may be detected" },
    { name = "side", type = "integer", min = 1, default = 8, unit = "cells",
      help = "an image's features are the means of its channels over side × side cells" },
    { name = "encoder", type = "function", default_text = "those means", help = "encoder(images) -> features [n, d], instead: the paper trains a network" },
    { name = "capacity", type = "integer", min = 1, default = 10000, unit = "queries", help = "how many are remembered, the last ones; k at least" },
  },
  cost = "1 query of the model for each image; capacity × features operations a query. Counts follow the order of queries: attack with "
    .. "batch = 1 for that of one image after another. Answers that a resumed journal gives are not asked, so not counted",
  memory = "4 bytes × capacity × features",
  reference = "Chen, Carlini & Wagner 2019, arXiv:1907.05587: Stateful detection of black-box adversarial attacks",
  example = [[
local function model(images) return images:reshape { #images, 2 } end
local watched = ng.defence.detector { model = model, k = 2, threshold = 0.1 }
for i = 1, 9 do watched:predict(ng.tensor { { 0.5, 0.01 * i } }) end
return watched.detections, watched.first_detection]],
}

local function images_of(data)
  if type(data) == "table" then
    local images = {}
    for i, sample in ipairs(data) do images[i] = native.tensor(type(sample) == "table" and sample.image or sample, "float32") end
    return native.tensor.stack(images)
  end
  local ok, images = pcall(function() return data.images end)
  return native.tensor(ok and images or data, "float32")
end

-- The distance below which no more than that share lies.
local function threshold_of(features, options)
  local distances = core.neighbours(features, options.k):table()
  table.sort(distances)
  return distances[math.min(#distances, math.floor(options.false_positives * #distances) + 1)]
end

return function(options)
  options = check(options)
  if (options.threshold == nil) == (options.data == nil) then raise "ng.defence.detector needs threshold = a distance, or data = honest images to find it by" end
  if options.capacity < options.k then raise("ng.defence.detector: a capacity of %d queries holds no %d neighbours", options.capacity, options.k) end
  local function features(images)
    if not options.encoder then return core.features(images, options.side) end
    local made = native.tensor(options.encoder(images), "float32")
    if #made.shape ~= 2 or #made ~= #images then raise("option 'encoder' of ng.defence.detector must give [%d, d] for %d images, got [%s]", #images, #images, table.concat(made.shape, ", ")) end
    return made
  end
  local threshold = options.threshold or threshold_of(features(images_of(options.data)), options)
  local detector = core.detector(options.k, threshold, options.capacity)
  local model = wrapped(("ng.defence.detector { k = %d, threshold = %.4g }"):format(options.k, threshold), options.model, function(images)
    detector:see(features(images))
    return images
  end)
  function model:reset() detector:reset() end
  local counts, class = { queries = true, detections = true, first_detection = true, threshold = true }, getmetatable(model)
  return setmetatable(model, {
    __name = class.__name, __tostring = class.__tostring,
    __index = function(_, name)
      if counts[name] then return detector[name] end
      return class[name]
    end,
  })
end
