-- ng.space: the parameters of a study declared ahead, where each applies, and which configurations are allowed.
local native = require "nilgrad.native"
local core = require "nilgrad.native.study"
local raise = require "nilgrad.raise"

local kinds = { float = 0, int = 1, choice = 2, bool = 3, permutation = 4 }

native.catalog.describe {
  kind = "function", name = "space",
  summary = "the parameters of a study, declared before its first trial",
  signature = "ng.space { name = ng.space.float(low, high, options), …, constraints = { function(params) … end, … } } -> space",
  formula = [[
ng.space.float(low, high, { log =, step = })   uniform, or uniform in logarithms, or on a grid
ng.space.int(low, high, { log =, step = })     both ends included
ng.space.choice { value, … }                   texts, numbers, booleans
ng.space.bool()                                false or true
ng.space.permutation(n)                        an order of 1 … n
All take default = value, which the study's first trial has, and when = { other = value or { value, … } }: where it applies.]],
  members = {
    { name = "constraints", help = "functions of a table of values: a configuration for which one is false is never tried, unless it was enqueued" },
  },
  cost = "no evaluations",
  example = [[
local space = ng.space {
  kernel = ng.space.choice { "linear", "rbf" },
  C      = ng.space.float(1e-3, 1e3, { log = true, default = 1 }),
  gamma  = ng.space.float(1e-5, 1, { log = true, when = { kernel = "rbf" } }),
  constraints = { function(p) return not p.gamma or p.C * p.gamma < 100 end },
}
local study = ng.study { space = space, seed = 1 }
study:optimize(function(trial) return math.abs(math.log(trial.params.C)) end, { trials = 10 })
return study.best]],
}

local function describe(name, signature, summary, example)
  native.catalog.describe { kind = "space", name = name, signature = signature, summary = summary, example = example }
end

describe("float", "ng.space.float(low: number, high: number, options: { log: boolean?, step: number?, default: number?, when: table? }?) -> parameter",
  "a real parameter: uniform, or uniform in logarithms, or on a grid", "return ng.space.float(1e-3, 1e3, { log = true })")
describe("int", "ng.space.int(low: integer, high: integer, options: { log: boolean?, step: integer?, default: integer?, when: table? }?) -> parameter",
  "a whole parameter, both ends included", "return ng.space.int(1, 8)")
describe("choice", "ng.space.choice(values: any[], options: { default: any, when: table? }?) -> parameter",
  "one of texts, numbers or booleans", 'return ng.space.choice { "linear", "rbf" }')
describe("bool", "ng.space.bool(options: { default: boolean?, when: table? }?) -> parameter", "false or true", "return ng.space.bool()")
describe("permutation", "ng.space.permutation(n: integer, options: { when: table? }?) -> parameter", "an order of 1 … n", "return ng.space.permutation(4)")

local Space = { __name = "nilgrad.space" }

function Space:__call(declared)
  if type(declared) ~= "table" then raise("ng.space takes a table { name = ng.space.float(…), … }, got a %s", type(declared)) end
  local parameters, constraints = {}, {}
  for name, parameter in pairs(declared) do
    if name == "constraints" and type(parameter) == "table" then
      constraints = parameter
    elseif type(name) ~= "string" or type(parameter) ~= "userdata" then
      raise("ng.space: '%s' must be a parameter such as ng.space.float(0, 1), got %s", name, tostring(parameter))
    else
      parameters[name] = parameter
    end
  end
  for i, constraint in ipairs(constraints) do
    if type(constraint) ~= "function" then raise("ng.space: constraint %d must be a function, got a %s", i, type(constraint)) end
  end
  return core.space(parameters, constraints)
end

local constructors = {}
for name, kind in pairs(kinds) do
  constructors[name] = function(...) return core.parameter(kind, ...) end
end
return setmetatable(constructors, Space)
