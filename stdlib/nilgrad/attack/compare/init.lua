-- ng.attack.compare: several attacks on the same images with the same seed, and how they differ, image by image.
local native = require "nilgrad.native"
local comparison_of = require "nilgrad.attack.compare.comparison"
local method = require "nilgrad.attack.method"
local raise = require "nilgrad.raise"
local run = require "nilgrad.attack.run"
local run_options = require "nilgrad.attack.compare.run_options"

-- Of the options of ng.attack.run, the journal's path is given the number of the method: each has a journal of its own.
local own = {
  { name = "methods", type = "any", required = true, help = "a list of attacks: { ng.attack.square(), ng.attack.gradient() }" },
  { name = "baseline", type = "any", default_text = "1",
    help = "what the others are compared with: a number in the list, or 'best', the one of the highest success and the fewest queries. "
      .. "Intervals against 'best' are optimistic: it was chosen after looking" },
  { name = "resamples", type = "integer", min = 100, default = 10000, help = "of the bootstrap" },
}

local check = native.catalog.describe {
  kind = "attack", name = "compare",
  summary = "several attacks on the same images, and their paired differences with 95 % intervals",
  signature = "ng.attack.compare { methods = { … }, model = …, data = …, eps = …, … } -> attack_comparison",
  options = run_options(own),
  cost = "that of ng.attack.run for every method",
  reference = "Newcombe 1998, method 10 (paired rates); McNemar 1947, exact; Efron 1979 (bootstrap); Wilson 1927",
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
return ng.attack.compare { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, eps = 0.1, budget = 200,
  methods = { ng.attack.gradient(), ng.attack.gradient { estimator = ng.estimator.two_point { queries = 4, h = 1e-3 } } } }]],
}

local function check_methods(methods)
  if type(methods) ~= "table" or #methods == 0 then
    raise("option 'methods' of ng.attack.compare must be a list of attacks, got %s", tostring(methods))
  end
  for i, one in ipairs(methods) do
    if not method.is_method(one) then
      raise("option 'methods' of ng.attack.compare: [%d] must be an attack, such as ng.attack.square(), got %s", i, tostring(one))
    end
  end
end

return function(options)
  options = check(options)
  check_methods(options.methods)
  local baseline = options.baseline or 1
  if baseline ~= "best" and not options.methods[baseline] then
    raise("option 'baseline' of ng.attack.compare must be 1 to %d or 'best', got %s", #options.methods, tostring(baseline))
  end
  local shared, reports = {}, {}
  for name, value in pairs(options) do shared[name] = value end
  for _, option in ipairs(own) do shared[option.name] = nil end
  for i, one in ipairs(options.methods) do
    shared.method = one
    if options.journal then shared.journal = ("%s.%d"):format(options.journal, i) end
    reports[i] = run(shared)
  end
  return comparison_of(reports, baseline, options.resamples)
end
