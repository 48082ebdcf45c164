-- study:confirm: evaluates the best configurations again. The best of many noisy values is too good to be true; fresh values say by
-- how much, and which configuration really is the best.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local interval_of = require "nilgrad.study.interval"

local check = native.catalog.describe {
  kind = "study", name = "confirm",
  summary = "evaluates the best configurations again and says how sure their order is",
  signature = "ng.study.confirm(study: study, f: function, options: table?) -> { number: integer, params: table, value: number, mean: number, low: number, high: number, values: number[] }[]",
  options = {
    { name = "top", type = "integer", min = 1, max = 10, default = 3, help = "how many of the best trials" },
    { name = "times", type = "integer", min = 2, default = 10, help = "evaluations of each" },
    { name = "confidence", type = "number", min = 0.5, max = 0.999, default = 0.95, help = "of the interval" },
  },
  cost = "top × times evaluations; none is a trial of the study",
  example = [[
local noise = ng.random(3)
local function f(trial) return trial:float("x", -1, 1) ^ 2 + 0.1 * noise:normal() end
local study = ng.study { sampler = ng.sampler.random(), seed = 1 }
study:optimize(f, { trials = 20 })
local best = study:confirm(f, { times = 5 })[1]
return best.mean >= best.low]],
}

-- A trial whose parameters are known already.
local Known = {}
Known.__index = Known
for _, kind in ipairs { "float", "int", "choice", "bool", "permutation" } do
  Known[kind] = function(self, name)
    local value = self.params[name]
    if value == nil then raise("trial %d has no parameter '%s'", self.number, name) end
    return value
  end
end
function Known.report() end
function Known.should_prune() return false end
function Known.note() end
function Known.spent() end
function Known.prune() error "a configuration that is confirmed is not pruned" end

return function(study, f, options)
  options = check(options or {})
  local list, sign = {}, study.directions[1] == "maximize" and -1 or 1
  for i, best in ipairs(study.top) do
    if i > options.top then break end
    local entry = { number = best.number, params = best.params, value = best.value, values = {} }
    for k = 1, options.times do
      local value = f(setmetatable({ number = best.number, params = best.params }, Known), k)
      if type(value) ~= "number" then raise("study:confirm: the objective returned %s for trial %d", tostring(value), best.number) end
      entry.values[k] = value
    end
    local mean, half = interval_of(entry.values, options.confidence)
    entry.mean, entry.low, entry.high = mean, mean - half, mean + half
    list[i] = entry
  end
  table.sort(list, function(a, b) return sign * a.mean < sign * b.mean end)
  return list
end
