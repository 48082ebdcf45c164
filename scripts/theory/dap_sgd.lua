-- Descent by SGD along estimates of each distribution, at equal evaluations, where few coordinates matter and where all do (d = 64):
--   sparse           ½ Σ x_i² over the first 4 coordinates: the gradient is sparse along the axes
--   rotated sparse   the same of 4 random orthogonal directions: it is sparse in a basis that nobody is told
--   dense            ½ Σ x_i² over all coordinates
-- Every estimate takes q directions (2q evaluations). Learning rates 1, 1/√2, 1/2, … 1/32 are tried on half of the trials, and the best of
-- them is shown on the other half, for each method its own.
-- Theory, one step of rate η on ½|P x|², P a projection onto k directions: E f falls by 2η − η²(1 + e/q) of itself, e|a|² the error of one
-- direction within those k: k + 1 gaussian, d/(d + 2)(k + 2) − 1 sphere, k − 1 rademacher along axes. So the best η is 1/(1 + e/q).
-- Usage: nilgrad dap_sgd.lua [--trials 20] [--queries 12] [--steps 40] [--seed 1] [--out dap_sgd.png] [--plot yes|no]
-- Pictures: dap_sgd_sparse.png, dap_sgd_rotated_sparse.png, dap_sgd_dense.png.
local ng = require "nilgrad"

local options = { trials = 20, queries = 12, steps = 40, seed = 1, out = "dap_sgd.png", plot = "yes" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write("usage: nilgrad dap_sgd.lua [--trials 20] [--queries 12] [--steps 40] [--seed 1] [--out dap_sgd.png] [--plot yes|no]\n")
    os.exit(2)
  end
  options[name] = value
end

local d, few, h = 64, 4, 1e-4

-- `few` random directions of length 1, orthogonal to each other (Gram–Schmidt).
local function random_basis()
  local random, basis = ng.random(options.seed), {}
  for i = 1, few do
    local v = random:normal(d)
    for _, u in ipairs(basis) do v:add_(u, -u:dot(v)) end
    basis[i] = v:mul_(1 / v:norm())
  end
  return basis
end
local basis = random_basis()

local problems = {
  { name = "sparse", f = function(x)
    local part = x:slice(1, few)
    return part:dot(part) / 2
  end },
  { name = "rotated sparse", f = function(x)
    local sum = 0
    for _, u in ipairs(basis) do sum = sum + u:dot(x) ^ 2 / 2 end
    return sum
  end },
  { name = "dense", f = function(x) return x:dot(x) / 2 end },
}

local function two_point(perturbation)
  return ng.estimator.two_point { perturbation = perturbation, queries = options.queries, h = h }
end
local methods = {
  { name = "gaussian", estimator = two_point(ng.perturbation.gaussian()) },
  { name = "sphere", estimator = two_point(ng.perturbation.sphere()) },
  { name = "rademacher", estimator = two_point(ng.perturbation.rademacher()) },
  { name = "coordinate", estimator = two_point(ng.perturbation.coordinate()) },
  { name = "orthogonal", estimator = two_point(ng.perturbation.orthogonal()) },
  { name = "DAP two steps", estimator = ng.estimator.dap { queries = options.queries, h = h } },
  { name = "DAP running", estimator = ng.estimator.dap { queries = options.queries, h = h, reference = "running" } },
}

local rates = {}
for i = 0, 10 do rates[#rates + 1] = 2 ^ (-i / 2) end

-- log10 f(x)/f(x0) after each step, x where descent stands, not the best point probed.
local function descend(problem, method, rate, trial)
  local x0 = ng.random(options.seed * 1000003 + trial):normal(d)
  local first, evaluations, curve = problem.f(x0), 0, {}
  local run = ng.start { dim = d, x0 = x0, steps = options.steps, seed = options.seed, stream = trial,
    optimizer = ng.optimizer.zeroth_order { estimator = method.estimator, update = ng.update.sgd { lr = rate } } }
  while not run:done() do
    local values = {}
    for i, point in ipairs(run:ask()) do values[i] = problem.f(point) end
    run:tell(values)
    evaluations = evaluations + #values
    if evaluations % (2 * options.queries) == 0 then
      curve[#curve + 1] = math.log(math.max(problem.f(run:x()) / first, 1e-300), 10)
    end
  end
  return curve
end

local function mean_and_error(numbers)
  local sum, squares = 0, 0
  for _, number in ipairs(numbers) do sum, squares = sum + number, squares + number * number end
  local mean = sum / #numbers
  return mean, math.sqrt(math.max(squares / #numbers - mean * mean, 0) / math.max(#numbers - 1, 1))
end

-- The rate with the least mean at the end, over the first half of the trials.
local function best_rate(problem, method, half)
  local best, least
  for _, rate in ipairs(rates) do
    local last = {}
    for trial = 1, half do
      local curve = descend(problem, method, rate, trial)
      last[trial] = curve[#curve]
    end
    local mean = mean_and_error(last)
    if mean == mean and (not least or mean < least) then best, least = rate, mean end
  end
  return best
end

-- Whether two-step DAP ends lower than the others, trial by trial.
local function print_verdict(ends)
  local lists = { lower = {}, higher = {}, even = {} }
  for i, method in ipairs(methods) do
    if method.name ~= "DAP two steps" then
      local differences = {}
      for trial, number in ipairs(ends[i]) do differences[trial] = number - ends[6][trial] end
      local mean, standard_error = mean_and_error(differences)
      local list = math.abs(mean) <= 1.96 * standard_error and lists.even or mean > 0 and lists.lower or lists.higher
      list[#list + 1] = method.name
    end
  end
  local function names(list) return "[" .. table.concat(list, "; ") .. "]" end
  print("DAP in two steps ends lower than " .. names(lists.lower) .. ", higher than " .. names(lists.higher)
    .. ", no different (95 %) from " .. names(lists.even))
end

local half = math.max(options.trials // 2, 1)
for _, problem in ipairs(problems) do
  print(("\n%s, d = %d: log10 f(x)/f(x0) after %d steps, %d evaluations; mean ± 95 %% over %d trials"):format(problem.name, d, options.steps,
    2 * options.queries * options.steps, half))
  print("method          learning rate    log10 f/f0")
  local series, evaluations, ends = {}, {}, {}
  for step = 0, options.steps do evaluations[step + 1] = 2 * options.queries * step end
  for i, method in ipairs(methods) do
    local rate, curves = best_rate(problem, method, half), {}
    for trial = 1, half do curves[trial] = descend(problem, method, rate, half + trial) end
    local y = { 0 }
    for step = 1, options.steps do
      local numbers = {}
      for trial = 1, half do numbers[trial] = curves[trial][step] end
      y[step + 1] = mean_and_error(numbers)
    end
    local last = {}
    for trial = 1, half do last[trial] = curves[trial][options.steps] end
    ends[i] = last
    local mean, standard_error = mean_and_error(last)
    print(("%-15s %13.4f   %8.2f ± %.2f"):format(method.name, rate, mean, 1.96 * standard_error))
    series[i] = { name = method.name, x = evaluations, y = y, colour = i, dashed = i == 7 }
  end
  print_verdict(ends)
  if options.plot ~= "no" then
    local stem, ending = options.out:match "^(.*)(%.%w+)$"
    local file = ("%s_%s%s"):format(stem or options.out, problem.name:gsub(" ", "_"), ending or ".png")
    local drawn, message = pcall(ng.plot.lines, { title = ("%s, d = %d, q = %d, each with its best learning rate"):format(problem.name, d,
      options.queries), x = "evaluations", y = "log10 f(x)/f(x0), mean", file = file, series = series })
    print(drawn and "written: " .. file or "no picture: " .. message)
  end
end
