-- How far estimates of a gradient are from it: measured beside theory. The gradient a of f(x) = f(0) + aᵀx is known, and directional
-- differences of f are exact for any h, so all there is to see is the directions' own variance (d = 16):
--   1. one two-point estimate v vᵀa, for each perturbation: E|v vᵀa − a|² = (d+1)|a|² or (d−1)|a|²;
--   2. one-point against two-point as h falls: E|f(hv)/h · v − a|² = d·f(0)²/h² + (d+1)|a|², without limit.
-- Usage: nilgrad variance.lua [--trials 20000] [--seed 1] [--out variance.png] [--plot yes|no]
-- Exits with 1 if a measured value is 5 standard errors or more from theory (a true one is with a probability below 1e-6 a row).
local ng = require "nilgrad"

local options = { trials = 20000, seed = 1, out = "variance.png", plot = "yes" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write("usage: nilgrad variance.lua [--trials 20000] [--seed 1] [--out variance.png] [--plot yes|no]\n")
    os.exit(2)
  end
  options[name] = value
end

local d, offset, most_errors = 16, 3, 5
local a = ng.random(options.seed):normal(d)
local list, squares = a:table(), a:dot(a)
local origin = ng.tensor.zeros { d }
local f = ng.objective.define { name = "linear", dim = d, f = function(x)
  local sum = offset
  for i = 1, d do sum = sum + list[i] * x[i] end
  return sum
end }

local failed = false

-- Mean of |ĝ − a|²/|a|² and its standard error; says so when theory is too far away.
local function measure(estimator, trials, theory)
  local sum, sum_of_squares = 0, 0
  for t = 1, trials do
    local error = ng.estimate(f, origin, { estimator = estimator, seed = options.seed, step = t }):dense():add_(a, -1)
    local ratio = error:dot(error) / squares
    sum, sum_of_squares = sum + ratio, sum_of_squares + ratio * ratio
  end
  local mean = sum / trials
  local standard_error = math.sqrt(math.max(sum_of_squares / trials - mean * mean, 0) / trials)
  -- coordinate's and the like: every draw may be the same up to rounding
  local far = math.abs(mean - theory) > most_errors * standard_error + 1e-9 * theory
  failed = failed or far
  return mean, standard_error, far and "  <- too far" or ""
end

print(("E|v vᵀa − a|²/|a|², d = %d, %d trials, seed %d"):format(d, options.trials, options.seed))
print("perturbation   theory  measured  standard error")
for _, row in ipairs { { "gaussian", d + 1 }, { "sphere", d - 1 }, { "rademacher", d - 1 }, { "coordinate", d - 1 } } do
  local estimator = ng.estimator.two_point { perturbation = ng.perturbation[row[1]](), h = 1 }
  print(("%-12s  %7.2f  %8.2f  %14.3f%s"):format(row[1], row[2], measure(estimator, options.trials, row[2])))
end

print(("\nE|ĝ − a|²/|a|² as h falls, gaussian, f(0) = %g, |a|² = %.3f"):format(offset, squares))
print("     h   one-point: theory    measured  standard error   two-point: theory  measured  standard error")
local steps, one, one_theory, two = {}, {}, {}, {}
for i = 0, 8 do
  local h = 10 ^ (-i / 2)
  local theory = d * offset ^ 2 / (h * h * squares) + d + 1
  local trials = math.max(options.trials // 4, 1)
  local one_mean, one_error, one_mark = measure(ng.estimator.one_point { h = h }, trials, theory)
  local two_mean, two_error, two_mark = measure(ng.estimator.two_point { h = h }, trials, d + 1)
  print(("%6.0e  %17.4g  %10.4g  %14.2g  %18.2f  %8.2f  %14.2g%s%s"):format(h, theory, one_mean, one_error, d + 1, two_mean, two_error,
    one_mark, two_mark))
  steps[#steps + 1], one[#one + 1], one_theory[#one_theory + 1], two[#two + 1] = h, one_mean, theory, two_mean
end

if options.plot ~= "no" then
  local drawn, message = pcall(ng.plot.lines, {
    title = "Error of one estimate as h falls (d = 16)", x = "smoothing step h",
    y = "mean squared error / |a|²", log = "xy", file = options.out,
    series = {
      { name = "one-point, theory", x = steps, y = one_theory, dashed = true, colour = 2 },
      { name = "one-point", x = steps, y = one, style = "points", colour = 2 },
      { name = "two-point, theory", x = steps, y = ng.tensor.full(#steps, d + 1), dashed = true, colour = 1 },
      { name = "two-point", x = steps, y = two, style = "points", colour = 1 },
    },
  })
  print(drawn and "\nwritten: " .. options.out or "\nno picture: " .. message)
end
os.exit(failed and 1 or 0, true)
