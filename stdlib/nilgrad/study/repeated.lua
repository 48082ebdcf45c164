-- ng.study.repeated: an objective whose value is the mean of several evaluations of a noisy one.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local interval_of = require "nilgrad.study.interval"

local check = native.catalog.describe {
  kind = "study", name = "repeated",
  summary = "the mean of several evaluations of a noisy objective, with its interval",
  signature = "ng.study.repeated(f: function, options: table?) -> function",
  options = {
    { name = "times", type = "integer", min = 2, default = 5, help = "evaluations of a trial" },
    { name = "confidence", type = "number", min = 0.5, max = 0.999, default = 0.95, help = "of the interval" },
  },
  cost = "`times` evaluations a trial, fewer where the pruner stops it",
  formula = "f(trial, i) is called for i = 1 … times and its value reported as step i, so that ng.pruner.wilcoxon can end a trial that is "
    .. "worse with certainty. The trial's notes say interval, low and high (Student's t)",
  example = [[
local study = ng.study { sampler = ng.sampler.random(), seed = 1 }
local noise = ng.random(3)
study:optimize(ng.study.repeated(function(trial) return trial:float("x", -1, 1) ^ 2 + 0.1 * noise:normal() end, { times = 4 }), { trials = 10 })
return study.best.notes.interval]],
}

return function(f, options)
  if type(f) ~= "function" then raise("ng.study.repeated takes a function of a trial, got a %s", type(f)) end
  options = check(options or {})
  return function(trial)
    local values = {}
    for i = 1, options.times do
      local value = f(trial, i)
      if type(value) ~= "number" or value ~= value or value == math.huge or value == -math.huge then return value end
      values[i] = value
      trial:report(i, value)
      if trial:should_prune() then trial:prune() end
    end
    local mean, half = interval_of(values, options.confidence)
    trial:note("interval", ("%.6g ± %.2g"):format(mean, half))
    trial:note("low", mean - half)
    trial:note("high", mean + half)
    return mean
  end
end
