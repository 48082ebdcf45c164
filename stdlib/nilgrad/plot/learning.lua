-- ng.plot.learning: how runs learnt: their values step by step, and the figures that they were judged by.
local arguments = require "nilgrad.plot.figure.arguments"
local draw = require "nilgrad.plot.figure.draw"
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local size = require "nilgrad.plot.figure.size"

local check = native.catalog.describe {
  kind = "plot", name = "learning",
  summary = "learning curves of one run or several: values of minibatches, and what evaluate_every measured",
  signature = "ng.plot.learning(results: result | result[], file: string?, options: table?)",
  options = size({
    { name = "names", type = "any", help = "a list of what the runs are called", default_text = "run 1, run 2, …" },
    { name = "title", type = "string", help = "above the picture" },
    { name = "smooth", type = "number", default = 0.05, min = 0, max = 1,
      help = "the line of values is a running mean over this share of the run; the values themselves are pale behind it" },
  }, 1000, 340),
  example = [[
local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = 0.02 } }
local result = ng.minimize(ng.objective.sphere { dim = 5 }, { optimizer = zo, x0 = 1, steps = 40, evaluate_every = 10, seed = 1 })
ng.plot.learning(result)                             -- in the terminal
ng.plot.learning(result, os.tmpname() .. ".svg")]],
}

local colours = #require "nilgrad.plot.figure.colours"

local function is_result(value) return type(value) == "table" and type(value.curve) == "table" and type(value.evaluated) == "table" end

local function runs_of(results, names)
  if is_result(results) then results = { results } end
  if type(results) ~= "table" or #results == 0 then raise("ng.plot.learning needs a result of a run, or a list of them, got %s", tostring(results)) end
  if names ~= nil and (type(names) ~= "table" or #names ~= #results) then
    raise("option 'names' of ng.plot.learning must be a list of %d names, one for each run", #results)
  end
  local runs = {}
  for i, result in ipairs(results) do
    if not is_result(result) then raise("run %d is a %s, not a result of ng.minimize or ng.resume", i, type(result)) end
    if #result.curve == 0 then raise("run %d has finished no step", i) end
    runs[i] = { name = names and tostring(names[i]) or #results > 1 and "run " .. i or "minibatches", result = result, colour = (i - 1) % colours + 1 }
  end
  return runs
end

-- Means over as many points on both sides of each, fewer at the ends; what is not finite is left out of them.
local function smoothed(curve, share)
  local reach, rows = math.floor(#curve * share / 2), {}
  for i, point in ipairs(curve) do
    local sum, count = 0, 0
    for j = math.max(1, i - reach), math.min(#curve, i + reach) do
      local value = curve[j].value
      if value == value and math.abs(value) < math.huge then sum, count = sum + value, count + 1 end
    end
    rows[i] = { point.step, point.value, count > 0 and sum / count or 0 / 0 }
  end
  return rows
end

-- The names of all figures but "step", in the order of the alphabet.
local function figures_of(runs)
  local seen, names = { step = true }, {}
  for _, run in ipairs(runs) do
    for _, figures in ipairs(run.result.evaluated) do
      for name in pairs(figures) do
        if not seen[name] then
          seen[name] = true
          names[#names + 1] = name
        end
      end
    end
  end
  table.sort(names)
  return names
end

-- The curves of a figure in all runs; the best step has a ring around it.
local function add_figure(series, runs, figure, named)
  for _, run in ipairs(runs) do
    local rows, best = {}, {}
    for _, figures in ipairs(run.result.evaluated) do
      if figures[figure] then rows[#rows + 1] = { figures.step, figures[figure] } end
      if figures.step == run.result.best_step then best[1] = rows[#rows] end
    end
    if #rows > 0 then series[#series + 1] = { name = named(run), style = "linespoints", dashed = true, colour = run.colour, rows = rows } end
    if #best > 0 then series[#series + 1] = { style = "rings", colour = run.colour, rows = best } end
  end
end

local function values_of(runs, share)
  local series = {}
  for _, run in ipairs(runs) do
    local values, means = {}, {}
    for i, row in ipairs(smoothed(run.result.curve, share)) do values[i], means[i] = { row[1], row[2] }, { row[1], row[3] } end
    series[#series + 1] = { style = "lines", pale = true, colour = run.colour, rows = values }
    series[#series + 1] = { name = run.name, style = "lines", colour = run.colour, rows = means }
  end
  return series
end

local function steps_of(runs)
  local most = 0
  for _, run in ipairs(runs) do most = math.max(most, run.result.curve[#run.result.curve].step) end
  return most
end

return function(results, file, options)
  options = arguments(check, file, options)
  local runs = runs_of(results, options.names)
  local last = steps_of(runs)
  local judged, others = nil, {}
  for _, name in ipairs(figures_of(runs)) do
    if name == "loss" or name == "value" then judged = name else others[#others + 1] = name end
  end
  local values = values_of(runs, options.smooth)
  if judged then add_figure(values, runs, judged, function(run) return #runs == 1 and "held out" or run.name .. ", held out" end) end
  local charts = { { x = { low = 0, high = last }, y = { label = judged or "value" }, series = values } }
  for _, name in ipairs(others) do
    local series = {}
    add_figure(series, runs, name, function(run) return #runs == 1 and "held out" or run.name end)
    charts[#charts + 1] = { x = { low = 0, high = last }, y = { label = name }, series = series }
  end
  charts[#charts].x.label = "steps"
  draw({ title = options.title, charts = charts }, options)
end
