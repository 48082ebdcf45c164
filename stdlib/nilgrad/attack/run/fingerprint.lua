-- What determines a run, for the header of its journal: two runs of one header ask the same queries.
local native = require "nilgrad.native"
local core = require "nilgrad.native.attack"

-- Every image that is attacked: its place, its classes and its pixels.
local function images_of(images)
  local lines = {}
  for i, image in ipairs(images) do
    local start = image.start and core.fingerprint(image.start) or ""
    lines[i] = ("%d %d %s %s %s"):format(image.index, image.label, image.target or "-", core.fingerprint(image.image), start)
  end
  return lines
end

return function(run)
  local options = run.options
  return native.json.encode {
    nilgrad = require "nilgrad".version, method = tostring(options.method), model = run.model.name, shows = run.model.shows, access = run.access,
    top_k = options.top_k or native.json.null, norm = options.norm, eps = options.eps or native.json.null, budget = options.budget,
    seed = options.seed, stop = options.stop, images = images_of(run.images),
  }
end
