-- The pictures of estimates, by kind: each function takes a problem, the estimators { name, recipe } and the options, and gives a chart.
local quantile = require "nilgrad.plot.figure.quantile"
local raise = require "nilgrad.raise"
local sample = require "nilgrad.plot.estimates.sample"
local varied = require "nilgrad.plot.estimates.varied"

local kinds = {}

local names = { cosine = "cosine to ", error = "error, relative to the length of " }

local function label_of(measure, problem) return names[measure] .. (problem.gradient and "the gradient" or "the mean estimate") end

local function row_of(x, values) return { x, quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75) } end

local function evaluations_text(count) return (count % 1 == 0 and "%s, %d evaluations" or "%s, %.1f evaluations") end

local function budget(name, evaluations) return evaluations_text(evaluations):format(name, evaluations) end

-- Shares of the values in `bins` equal parts of [low, high], as a line that goes around them.
local function histogram(values, low, high, bins)
  local counts, rows = {}, { { low, 0 } }
  for _, value in ipairs(values) do
    local bin = math.min(bins, 1 + math.max(0, math.floor((value - low) / (high - low) * bins)))
    counts[bin] = (counts[bin] or 0) + 1
  end
  for bin = 1, bins do
    local share = (counts[bin] or 0) / #values
    rows[#rows + 1] = { low + (bin - 1) * (high - low) / bins, share }
    rows[#rows + 1] = { low + bin * (high - low) / bins, share }
  end
  rows[#rows + 1] = { high, 0 }
  return rows
end

--- The distribution of the cosine of estimates as they are.
function kinds.cosine(problem, estimators, options)
  local made, low, series = {}, 0, {}
  for i, one in ipairs(estimators) do
    made[i] = sample(problem, one.recipe)
    if made[i].cosine[1] < 0 then low = -1 end
  end
  for i, one in ipairs(estimators) do
    series[i] = { name = budget(one.name, made[i].evaluations), style = "lines", rows = histogram(made[i].cosine, low, 1, options.bins) }
  end
  return { x = { label = label_of("cosine", problem), low = low, high = 1 }, y = { label = "share of the estimates", low = 0, percent = true }, series = series }
end

--- A measure against the step h, or sigma, of the same estimators.
function kinds.h(problem, estimators, options)
  local series, measure = {}, options.measure or "error"
  for i, one in ipairs(estimators) do
    local rows, evaluations = {}, nil
    for k, h in ipairs(options.h) do
      local recipe = varied(one.recipe, { "h", "sigma" }, h)
        or raise("ng.plot.estimates: estimator '%s' has neither an option 'h' nor 'sigma' to vary", one.recipe.name)
      local made = sample(problem, recipe)
      rows[k], evaluations = row_of(h, made[measure]), made.evaluations
    end
    series[i] = { name = budget(one.name, evaluations), style = "linespoints", rows = rows, banded = true }
  end
  return { x = { label = "smoothing step h", log = true }, y = { label = label_of(measure, problem) }, series = series }
end

--- A measure against the evaluations of one estimate, as the number of its queries varies. One that has no such number is a point.
function kinds.queries(problem, estimators, options)
  local series, measure = {}, options.measure or "cosine"
  for i, one in ipairs(estimators) do
    local rows = {}
    for _, queries in ipairs(options.queries) do
      local recipe = varied(one.recipe, { "queries" }, queries)
      if recipe or #rows == 0 then
        local made = sample(problem, recipe or one.recipe)
        rows[#rows + 1] = row_of(made.evaluations, made[measure])
      end
    end
    series[i] = { name = one.name, style = #rows > 1 and "linespoints" or "points", rows = rows, banded = #rows > 1 }
  end
  return { x = { label = "evaluations an estimate takes", log = true }, y = { label = label_of(measure, problem) }, series = series }
end

return kinds
