-- ng.plot.ecdf: the share of targets that methods have reached, against evaluations, as COCO shows it.
local arguments = require "nilgrad.plot.figure.arguments"
local catalog = require("nilgrad.native").catalog
local draw = require "nilgrad.plot.figure.draw"
local gap = require "nilgrad.plot.runs.gap"
local methods_of = require "nilgrad.plot.runs.methods"
local raise = require "nilgrad.raise"
local size = require "nilgrad.plot.figure.size"
local steps = require "nilgrad.plot.figure.steps"

local check = catalog.describe {
  kind = "plot", name = "ecdf",
  summary = "run lengths: the share of pairs of run and target that methods have reached, against evaluations",
  signature = "ng.plot.ecdf(runs: table, file: string?, options: table?)",
  formula = [[
F(t) = |{ (run, target) : the run's best value − optimum ≤ target within t evaluations }| / (runs · targets)
runs          as for ng.plot.convergence: { cmaes = { r1, r2, … }, bobyqa = { … } }, a method's runs being of several problems and
              seeds, the same for each method; { result = r, optimum = …, dim = … } tells what is particular to a run
t             evaluations divided by the problem's dimension (per_dimension = false: evaluations)
A run that stopped has not reached what it had not reached by then: no restarts are simulated. Where the runs of a method are
over, its line goes on as a dashed one.]],
  options = size({
    { name = "names", type = "any", default_text = "the optimizers'", help = "a list of what the curves are called" },
    { name = "optimum", type = "number", default = 0, help = "the problems' best value, of runs that do not tell another" },
    { name = "targets", type = "numbers", default_text = "51 from 10² to 10⁻⁸, evenly on a logarithmic scale", help = "differences from the optimum to be reached" },
    { name = "per_dimension", type = "boolean", default = true, help = "evaluations divided by each problem's dimension" },
    { name = "dim", type = "integer", min = 1, default_text = "each result's own", help = "of the problems, where runs do not tell (journals of ng.start)" },
    { name = "title", type = "string", help = "above the picture" },
  }, 1000, 600),
  cost = "none: nothing is evaluated",
  reference = "Hansen, Auger, Ros, Mersmann, Tušar, Brockhoff: COCO, Optimization Methods and Software 36 (2021); Hansen et al.: COCO: performance assessment (2016)",
  example = [[
local runs = { cmaes = {}, random_search = {} }
for name, list in pairs(runs) do
  for _, f in ipairs { ng.objective.sphere { dim = 3 }, ng.objective.rosenbrock { dim = 3 } } do
    list[#list + 1] = ng.minimize(f, { optimizer = ng.optimizer[name](), x0 = 2, budget = 600, seed = 1 })
  end
end
ng.plot.ecdf(runs)                                   -- in the terminal
ng.plot.ecdf(runs, os.tmpname() .. ".svg", { title = "Two functions of 3 variables" })]],
}

local function usual_targets()
  local targets = {}
  for i = 0, 50 do targets[i + 1] = 10 ^ (2 - i / 5) end
  return targets
end

local function targets_of(given)
  if not given then return usual_targets() end
  if #given == 0 then raise "option 'targets' of ng.plot.ecdf must have at least one target" end
  for i, target in ipairs(given) do
    if not (target >= 0 and target < math.huge) then raise("option 'targets' of ng.plot.ecdf: target %d is %g, it must be a difference of 0 or more", i, target) end
  end
  local targets = table.move(given, 1, #given, 1, {})
  table.sort(targets, function(a, b) return a > b end)
  return targets
end

local function unit_of(run, options)
  if not options.per_dimension then return 1 end
  return run.dim or options.dim or raise "ng.plot.ecdf: a run does not tell the dimension of its problem: give dim = …, or per_dimension = false"
end

-- How long each target took that was reached, the easiest first.
local function lengths(run, targets, unit, optimum, list)
  local next_target = 1
  for _, entry in ipairs(run.history) do
    local left = gap(run, entry.value, run.optimum or optimum, "ng.plot.ecdf")
    while targets[next_target] and left <= targets[next_target] do
      list[#list + 1] = entry.evaluations / unit
      next_target = next_target + 1
    end
  end
end

-- The method's rows, and where its longest run ended.
local function curve(method, targets, options)
  local list, ended = {}, 0
  for _, run in ipairs(method.runs) do
    local unit = unit_of(run, options)
    lengths(run, targets, unit, options.optimum, list)
    ended = math.max(ended, run.evaluations / unit)
  end
  table.sort(list)
  local rows, pairs_of = {}, #method.runs * #targets
  for i, length in ipairs(list) do
    if list[i + 1] ~= length then rows[#rows + 1] = { length, i / pairs_of } end
  end
  return rows, ended
end

local function from_of(curves)
  local from = math.huge
  for _, one in ipairs(curves) do from = math.min(from, one.rows[1] and one.rows[1][1] or one.ended) end
  return from
end

return function(what, file, options)
  options = arguments(check, file, options)
  local targets, curves, last = targets_of(options.targets), {}, 0
  for i, method in ipairs(methods_of(what, options.names, "ng.plot.ecdf")) do
    local rows, ended = curve(method, targets, options)
    curves[i] = { rows = rows, ended = ended, method = method }
    last = math.max(last, ended)
  end
  local series, from = {}, from_of(curves)
  for i, one in ipairs(curves) do
    local reached = #one.rows > 0 and one.rows[#one.rows][2] or 0
    table.insert(one.rows, 1, { from, 0 })
    one.rows[#one.rows + 1] = { one.ended, reached }
    series[#series + 1] = { name = one.method.name, style = "lines", colour = (i - 1) % 7 + 1, rows = steps(one.rows) }
    if one.ended < last then
      series[#series + 1] = { style = "lines", dashed = true, colour = (i - 1) % 7 + 1, rows = { { one.ended, reached }, { last, reached } } }
    end
  end
  local x = options.per_dimension and "function evaluations / dimension" or "function evaluations"
  draw({ title = options.title, charts = { { x = { label = x, log = true }, y = { label = "share of (run, target) pairs reached", low = 0, high = 1, percent = true },
    series = series } } }, options)
end
