-- What dimension costs: evaluations until f(x) − f* is a tenth of what it was, for d = 10 … 10⁴, by descent along random directions
-- (two-point, Gaussian, one direction a step) and along coordinates (central differences), each with its own theory's step:
--   quadratic   Σ x_i², curvature the same in every direction
--   logistic    logistic regression on d groups of examples, a weight for each: Σ_i p_i log(1 + e^(−w_i)) + (1 − p_i) log(1 + e^(w_i))
--   low rank    a quadratic of which ten coordinates matter, whatever d is
-- A step η along one random direction lowers f by η|∇f|² less ½η² |∇f|² (tr H + 2L): best is η = 1/(tr H + 2L), and steps then grow as
-- tr H / L + 2. That is d + 2 at worst (the first two problems) and does not grow where few directions are curved (the third). Coordinate
-- differences pay 2d evaluations a step everywhere.
-- Usage: nilgrad dimension.lua [--most 10000] [--trials 5] [--seed 1] [--out dimension.png] [--plot yes|no]
-- Exits with 1 if a run does not arrive or a slope is more than 0.15 from theory's.
local ng = require "nilgrad"

local options = { most = 10000, trials = 5, seed = 1, out = "dimension.png", plot = "yes" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write("usage: nilgrad dimension.lua [--most 10000] [--trials 5] [--seed 1] [--out dimension.png] [--plot yes|no]\n")
    os.exit(2)
  end
  options[name] = value
end

local share, rank, tolerance = 0.1, 10, 0.15

-- Each problem: its objective, f at x0, its least value, x0, L and tr H.
local problems = {
  { name = "quadratic", make = function(d)
    return { f = ng.objective.sphere { dim = d }, first = d, least = 0, x0 = 1, smoothness = 2, trace = 2 * d }
  end },
  { name = "logistic", make = function(d)
    local p = ng.random(options.seed):uniform(d):mul_(0.8):add_(0.1)
    local q = 1 - p
    local f = ng.objective.define { name = "logistic", dim = d, point = "tensor", f = function(w)
      -- log(1 + e^w) = log(1 + e^(−w)) + w
      return w:neg():exp_():add_(1):log_():sum() + q:dot(w)
    end }
    return { f = f, first = d * math.log(2), least = -(p * p:log() + q * q:log()):sum(), x0 = 0, smoothness = 1 / 4, trace = d / 4 }
  end },
  { name = "low rank", make = function(d)
    local f = ng.objective.define { name = "low rank", dim = d, point = "tensor", f = function(x)
      local part = x:slice(1, rank)
      return part:dot(part)
    end }
    return { f = f, first = rank, least = 0, x0 = 1, smoothness = 2, trace = 2 * rank }
  end },
}

local methods = {
  { name = "random", theory = function(problem) return problem.trace / problem.smoothness + 2 end, optimizer = function(problem)
    return ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { h = 1e-4 },
      update = ng.update.sgd { lr = 1 / (problem.trace + 2 * problem.smoothness) } }
  end },
  { name = "coordinates", theory = function(problem, d) return d end, optimizer = function(problem)
    return ng.optimizer.zeroth_order { estimator = ng.estimator.coordinate(), update = ng.update.sgd { lr = 1 / problem.smoothness } }
  end },
}

local failed = false

-- Medians over the trials: steps and evaluations until the target.
local function measure(problem, method, d)
  local steps, evaluations = {}, {}
  for trial = 1, options.trials do
    local r = ng.minimize(problem.f, { optimizer = method.optimizer(problem), x0 = problem.x0, seed = options.seed, stream = trial,
      target = problem.least + share * (problem.first - problem.least), budget = 1000 * d + 10000, progress = false })
    failed = failed or r.reason ~= "target"
    steps[trial], evaluations[trial] = r.steps, r.evaluations
  end
  table.sort(steps)
  table.sort(evaluations)
  return steps[(#steps + 1) // 2], evaluations[(#evaluations + 1) // 2]
end

-- The slope of a line through log y over log x, to two decimals.
local function fitted_slope(x, y)
  local n, sx, sy, sxx, sxy = #x, 0, 0, 0, 0
  for i = 1, n do
    local a, b = math.log(x[i]), math.log(y[i])
    sx, sy, sxx, sxy = sx + a, sy + b, sxx + a * a, sxy + a * b
  end
  local slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
  return math.floor(100 * slope + 0.5) / 100
end

local dims = {}
for i = 2, 2 * math.log(options.most, 10) + 1e-9 do dims[#dims + 1] = math.floor(10 ^ (i / 2) + 0.5) end

print(("evaluations (and steps) until f − f* is %g of what it was, medians of %d, seed %d"):format(share, options.trials, options.seed))
local header = ("%-10s %-12s"):format("problem", "directions")
for _, d in ipairs(dims) do header = header .. ("%18s"):format("d = " .. d) end
print(header .. "   slope  theory")
local series = {}
for p, entry in ipairs(problems) do
  for m, method in ipairs(methods) do
    local line, evaluations, expected = ("%-10s %-12s"):format(entry.name, method.name), {}, {}
    for i, d in ipairs(dims) do
      local problem, steps = entry.make(d), nil
      steps, evaluations[i] = measure(problem, method, d)
      expected[i] = method.theory(problem, d)  -- but for a factor
      line = line .. ("%18s"):format(("%d (%d)"):format(evaluations[i], steps))
    end
    local slope, theory = fitted_slope(dims, evaluations), fitted_slope(dims, expected)
    local far = not (math.abs(slope - theory) <= tolerance)
    failed = failed or far
    print(line .. ("%8.2f%8.2f%s"):format(slope, theory, far and "  <- too far" or ""))
    series[#series + 1] = { name = entry.name .. ", " .. method.name, x = dims, y = evaluations, style = "linespoints", colour = p,
      dashed = m == 2 }
  end
end

if options.plot ~= "no" then
  local drawn, message = pcall(ng.plot.lines, { title = "Evaluations until f − f* has fallen to a tenth", x = "dimension d",
    y = "evaluations", log = "xy", file = options.out, series = series })
  print(drawn and "\nwritten: " .. options.out or "\nno picture: " .. message)
end
os.exit(failed and 1 or 0, true)
