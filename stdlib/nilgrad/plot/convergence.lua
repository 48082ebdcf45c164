-- ng.plot.convergence: the best value against evaluations, of one run or of methods with several seeds each.
local arguments = require "nilgrad.plot.figure.arguments"
local catalog = require("nilgrad.native").catalog
local draw = require "nilgrad.plot.figure.draw"
local gap = require "nilgrad.plot.runs.gap"
local methods_of = require "nilgrad.plot.runs.methods"
local quartiles = require "nilgrad.plot.runs.quartiles"
local size = require "nilgrad.plot.figure.size"
local steps = require "nilgrad.plot.figure.steps"

local check = catalog.describe {
  kind = "plot", name = "convergence",
  summary = "the best value found against evaluations: of one run, of several, or the median over seeds with its quartiles",
  signature = "ng.plot.convergence(runs: result | run | string | table, file: string?, options: table?)",
  formula = [[
runs          a result of ng.minimize, a run of ng.start or a journal's path; a list of these is as many curves;
              a list of lists or a table by name has a method's seeds in each: { cmaes = { r1, r2, r3 }, bobyqa = { … } }
of one run    the best value so far, in steps
of several    the median of their best values and, as a band, the quartiles; a run that has ended keeps its last value]],
  options = size({
    { name = "names", type = "any", default_text = "the optimizers'", help = "a list of what the curves are called" },
    { name = "optimum", type = "number", default_text = "values themselves are shown",
      help = "what is known to be the best value: differences from it are shown; where it is hit exactly, as the smallest other difference" },
    { name = "log", type = "string", choices = { "", "x", "y", "xy" },
      default_text = "'y' where all is positive and the largest is more than 30 times the smallest", help = "logarithmic axes" },
    { name = "title", type = "string", help = "above the picture" },
    { name = "x", type = "string", default = "function evaluations", help = "what the horizontal axis is called" },
    { name = "y", type = "string", default_text = "best value, or the difference from the optimum", help = "what the vertical axis is called" },
  }, 1000, 600),
  cost = "none: nothing is evaluated",
  example = [[
local rosenbrock, runs = ng.objective.rosenbrock { dim = 4 }, { cmaes = {}, nelder_mead = {} }
for name, list in pairs(runs) do
  for seed = 1, 3 do
    list[seed] = ng.minimize(rosenbrock, { optimizer = ng.optimizer[name](), x0 = ng.random(seed):normal(4), budget = 400, seed = seed })
  end
end
ng.plot.convergence(runs, { optimum = 0 })         -- in the terminal
ng.plot.convergence(runs, os.tmpname() .. ".svg", { optimum = 0, title = "Rosenbrock, 4 variables, 3 seeds" })]],
}

local log_from = 30   -- times the smallest value

local function rows_of(method, optimum)
  local runs = method.runs
  if optimum then
    for k, run in ipairs(runs) do
      local history = {}
      for i, entry in ipairs(run.history) do
        history[i] = { evaluations = entry.evaluations, value = gap(run, entry.value, optimum, "ng.plot.convergence") }
      end
      runs[k] = setmetatable({ history = history }, { __index = run })
    end
  end
  local rows = quartiles(runs)
  if #runs == 1 then
    for _, row in ipairs(rows) do row[3], row[4] = nil, nil end
  end
  return rows
end

-- The smallest positive number and the largest of all, and whether any is not positive.
local function extent_of(series)
  local least, most, others = math.huge, -math.huge, false
  for _, one in ipairs(series) do
    for _, row in ipairs(one.rows) do
      for i = 2, #row do
        if row[i] > 0 then least = math.min(least, row[i]) else others = true end
        most = math.max(most, row[i])
      end
    end
  end
  return least, most, others
end

-- Zero has no place on a logarithmic axis.
local function lifted(series, least)
  for _, one in ipairs(series) do
    for _, row in ipairs(one.rows) do
      for i = 2, #row do row[i] = math.max(row[i], least) end
    end
  end
end

return function(what, file, options)
  options = arguments(check, file, options)
  local series, several = {}, false
  for i, method in ipairs(methods_of(what, options.names, "ng.plot.convergence")) do
    series[i] = { name = method.name, style = "lines", rows = steps(rows_of(method, options.optimum)), banded = #method.runs > 1 }
    several = several or #method.runs > 1
  end
  local least, most, others = extent_of(series)
  local log = options.log
  if not log then log = (not others or options.optimum) and least < math.huge and most / least > log_from and "y" or "" end
  if log:find "y" and options.optimum then lifted(series, least) end
  local label = options.y or (options.optimum and "best value − optimum" or "best value") .. (several and ", median and quartiles" or "")
  draw({ title = options.title, charts = { { x = { label = options.x, log = log:find "x" ~= nil },
    y = { label = label, log = log:find "y" ~= nil }, series = series } } }, options)
end
