-- ng.plot.estimates: what estimates of a gradient are like.
local arguments = require "nilgrad.plot.figure.arguments"
local draw = require "nilgrad.plot.figure.draw"
local kinds = require "nilgrad.plot.estimates.kinds"
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local size = require "nilgrad.plot.figure.size"

local function steps_of_h()
  local list = {}
  for i = 0, 20 do list[i + 1] = 10 ^ (-i / 2) end
  return list
end

local function powers_of_two(most)
  local list = { 1 }
  while list[#list] * 2 <= most do list[#list + 1] = list[#list] * 2 end
  return list
end

local check = native.catalog.describe {
  kind = "plot", name = "estimates",
  summary = "how near estimates of a gradient come to it: their cosine, their error against h, their gain from more queries",
  signature = "ng.plot.estimates(f: objective | function, x: tensor | number[], file: string?, options: table?)",
  formula = [[
kind = 'cosine'    the distribution of cos(ĝ, ∇f) over the draws
kind = 'h'         ‖ĝ − ∇f‖/‖∇f‖ of each h: the median and, as a band, the quartiles; too small an h drowns in rounding and noise
kind = 'queries'   cos(ĝ, ∇f) against the evaluations an estimate takes, likewise; an estimator without queries is a point]],
  options = size({
    { name = "estimators", type = "any", default_text = "two_point with 8 queries", help = "an estimator, a list of them, or a table by name" },
    { name = "kind", type = "string", choices = { "cosine", "h", "queries" }, default = "cosine", help = "which picture" },
    { name = "gradient", type = "any", default_text = "'differences'",
      help = "the gradient at x, as a list or tensor; 'differences': central ones along each coordinate, with h = 'auto'; 'mean': of the draws of "
        .. "each estimator, which tells of their spread alone" },
    { name = "measure", type = "string", choices = { "cosine", "error" }, default_text = "'error' against h, 'cosine' against queries",
      help = "what is shown against h or queries: the cosine, or the error relative to the gradient's length" },
    { name = "h", type = "numbers", default_text = "1 to 1e-10, two a decade", help = "the steps of kind = 'h' (sigma where an estimator calls it so)" },
    { name = "queries", type = "numbers", default_text = "1, 2, 4, … up to 64 or the dimension", help = "of kind = 'queries'" },
    { name = "trials", type = "integer", default = 30, min = 1, max = 100000, help = "draws of each estimator, steps 1, 2, … of the seed" },
    { name = "bins", type = "integer", default = 20, min = 2, max = 1000, help = "of kind = 'cosine'" },
    { name = "seed", type = "integer", default = 1, help = "of the draws" },
    { name = "title", type = "string", default_text = "the function, its dimension, draws and seed", help = "above the picture; '' for none" },
  }, 1000, 600),
  cost = "trials times what an estimate costs, for each estimator and each h or number of queries; for 'differences' about 2 to 25 evaluations a variable",
  example = [[
local f, x = ng.objective.rosenbrock { dim = 10 }, ng.random(1):normal(10)
local estimators = { ["gaussian, 8"] = ng.estimator.two_point { queries = 8 }, ["orthogonal, 8"] = ng.estimator.orthogonal { queries = 8 } }
ng.plot.estimates(f, x, { estimators = estimators })                       -- in the terminal
ng.plot.estimates(f, x, os.tmpname() .. ".svg", { estimators = estimators, kind = "h", trials = 5 })]],
}

local function is_estimator(value)
  if type(value) ~= "userdata" then return false end
  local known, kind = pcall(function() return value.kind end)
  return known and kind == "estimator"
end

local function named(recipe, name)
  if not is_estimator(recipe) then raise("option 'estimators' of ng.plot.estimates: '%s' is a %s, not an estimator", tostring(name), type(recipe)) end
  return { name = type(name) == "string" and name or tostring(recipe):gsub("^ng%.estimator%.", ""):gsub("%(%)$", ""), recipe = recipe }
end

local function estimators_of(given)
  if given == nil then given = native.estimator.two_point { queries = 8 } end
  if is_estimator(given) then return { named(given) } end
  local list = {}
  if type(given) ~= "table" or next(given) == nil then
    raise("option 'estimators' of ng.plot.estimates must be an estimator, a list of them or a table by name, got %s",
      type(given) == "table" and "an empty table" or tostring(given))
  end
  for i, recipe in ipairs(given) do list[i] = named(recipe, i) end
  if #list > 0 then return list end
  for name, recipe in pairs(given) do list[#list + 1] = named(recipe, name) end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

local function gradient_of(given, f, x, seed)
  if given == "mean" then return nil end
  if given == nil or given == "differences" then
    local differences = native.estimator.coordinate { side = "central", h = "auto" }
    return native.estimate(f, x, { estimator = differences, seed = seed }):dense():reshape { -1 }
  end
  if type(given) == "string" then raise("option 'gradient' of ng.plot.estimates must be 'differences', 'mean' or the gradient, got '%s'", given) end
  local gradient = native.tensor(given, "float64"):reshape { -1 }
  if #gradient ~= #x then raise("option 'gradient' of ng.plot.estimates has %d numbers for a point of %d", #gradient, #x) end
  return gradient
end

local function numbers_of(given, otherwise, name, whole)
  for i, number in ipairs(given or {}) do
    if not (number > 0 and number < math.huge) or whole and number % 1 ~= 0 then
      raise("option '%s' of ng.plot.estimates: number %d is %g, it must be %s", name, i, number, whole and "1, 2, …" or "positive")
    end
  end
  if not given or #given == 0 then return otherwise end
  local sorted = table.move(given, 1, #given, 1, {})
  for i, number in ipairs(sorted) do sorted[i] = whole and math.tointeger(number) or number end
  table.sort(sorted)
  return sorted
end

return function(f, x, file, options)
  options = arguments(check, file, options)
  if type(x) ~= "table" and type(x) ~= "userdata" then raise("ng.plot.estimates needs a point, a list or a tensor, got %s", tostring(x)) end
  local estimators = estimators_of(options.estimators)
  options.h = numbers_of(options.h, steps_of_h(), "h")
  x = native.tensor(x, "float64"):reshape { -1 }
  options.queries = numbers_of(options.queries, powers_of_two(math.min(64, #x)), "queries", true)
  local problem = { f = f, x = x, trials = options.trials, seed = options.seed, gradient = gradient_of(options.gradient, f, x, options.seed) }
  local chart = kinds[options.kind](problem, estimators, options)
  if options.kind == "h" and (options.measure or "error") == "error" then chart.y.log = true end
  local name = type(f) == "userdata" and f.name or "f"
  local title = options.title or ("Estimates of the gradient of %s in %d variables: %d draws each, seed %d"):format(name, #x, options.trials, options.seed)
  draw({ title = title ~= "" and title or nil, charts = { chart } }, options)
end
