-- What directionally aligned perturbations (DAP) buy, and what they do not: Ma & Huang's two synthetic experiments (ICLR 2025), all
-- methods at equal evaluations, 2b for b directions (central differences, h = 1e-8):
--   product    Π x_i, d = 16, x ~ N(0, 1) with x_1 = 0: one partial derivative is not 0; large is |∂_i f| ≥ 1e-4
--   quadratic  Σ a_i x_i², d = 8, a_i ~ U(−1, 1), x = 10·N(0, 1) with half of it 0; large is |∂_i f| ≥ 0.01
-- The τ-MSE is the squared error over the large coordinates, its complement that over the others. Trials without a large coordinate (about
-- half of the product's) are left out. Raw errors are dominated by the few trials with a huge gradient, so they are also shown as
-- b·error/|a|², which has a theory: per coordinate (|a|² + a_i²)/b gaussian, d/(d+2)·(|a|² + 2a_i²) − a_i² sphere, (d−1) a_i² coordinate, and
-- |a|² − a_i² for both rademacher and DAP aligned with the gradient itself.
-- Usage: nilgrad dap.lua [--trials 1000] [--most 10] [--seed 1] [--out dap.png] [--plot yes|no]     (b = 1, 2, 4 … 2^most)
-- Pictures: dap_product_large.png, dap_product_others.png and the same for the quadratic.
-- Exits with 1 if an error is 5 standard errors or more from theory.
local ng = require "nilgrad"

local options = { trials = 1000, most = 10, seed = 1, out = "dap.png", plot = "yes" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write("usage: nilgrad dap.lua [--trials 1000] [--most 10] [--seed 1] [--out dap.png] [--plot yes|no]\n")
    os.exit(2)
  end
  options[name] = value
end

local h, most_errors = 1e-8, 5

-- Each experiment: an objective, a point and the gradient there.
local experiments = {
  { name = "product", d = 16, tau = 1e-4, draw = function(trial)
    local f = ng.objective.product { dim = 16, seed = trial }
    local x, a, product = f.start, {}, 1
    for i = 2, 16 do product, a[i] = product * x[i], 0 end
    a[1] = product
    return f, x, a
  end },
  { name = "quadratic", d = 8, tau = 0.01, draw = function(trial)
    local f = ng.objective.sparse_quadratic { dim = 8, seed = trial }
    local x, a = f.start, {}
    for i = 1, 8 do
      local unit = ng.tensor.zeros { 8 }
      unit[i] = 1
      a[i] = 2 * f(unit) * x[i]
    end
    return f, x, a
  end },
}

-- Each method: its estimator of b directions, and theory's error of coordinate i, one direction.
local function two_point(perturbation)
  return function(b) return ng.estimator.two_point { perturbation = perturbation, queries = b, h = h } end
end
local methods = {
  { name = "gaussian", make = two_point(ng.perturbation.gaussian()), theory = function(ai, aa) return aa + ai * ai end },
  { name = "sphere", make = two_point(ng.perturbation.sphere()), theory = function(ai, aa, d) return d / (d + 2) * (aa + 2 * ai * ai) - ai * ai end },
  { name = "rademacher", make = two_point(ng.perturbation.rademacher()), theory = function(ai, aa) return aa - ai * ai end },
  { name = "coordinate", make = two_point(ng.perturbation.coordinate()), theory = function(ai, _, d) return (d - 1) * ai * ai end },
  { name = "DAP two steps", least = 3, make = function(b) return ng.estimator.dap { queries = b, h = h } end },
  { name = "DAP halves", least = 4, make = function(b) return ng.estimator.dap { queries = b, first = b // 2, h = h } end },
  { name = "DAP exact", theory = function(ai, aa) return aa - ai * ai end, make = function(b, a)
    return ng.estimator.two_point { perturbation = ng.perturbation.dap { reference = a }, queries = b, h = h }
  end },
}

-- Numbers that come one by one: their mean and 95 % interval.
local function tally() return { n = 0, sum = 0, squares = 0 } end
local function add(t, number) t.n, t.sum, t.squares = t.n + 1, t.sum + number, t.squares + number * number end
local function mean(t) return t.sum / t.n end
local function standard_error(t) return math.sqrt(math.max(t.squares / t.n - mean(t) ^ 2, 0) / math.max(t.n - 1, 1)) end
local function interval(t) return ("%9.3g ± %-8.2g"):format(mean(t), 1.96 * standard_error(t)) end

-- Squared errors over the large coordinates and over the others, and theory's of one direction (0 where there is none).
local function errors(dense, a, aa, tau, theory)
  local large, others, large_theory, others_theory = 0, 0, 0, 0
  for i, ai in ipairs(a) do
    local error, expected = (dense[i] - ai) ^ 2, theory and theory(ai, aa, #a) or 0
    if math.abs(ai) >= tau then
      large, large_theory = large + error, large_theory + expected
    else
      others, others_theory = others + error, others_theory + expected
    end
  end
  return large, others, large_theory, others_theory
end

local function trials_of(experiment)
  local kept = {}
  for trial = 1, options.trials do
    local f, x, a = experiment.draw(options.seed * 1000003 + trial)
    local aa, large = 0, false
    for _, ai in ipairs(a) do aa, large = aa + ai * ai, large or math.abs(ai) >= experiment.tau end
    if large then kept[#kept + 1] = { f = f, x = x, a = a, aa = aa, number = trial } end
  end
  return kept
end

-- Of one method and b: the raw errors, those relative to |a|²/b, and how far the latter are from theory, each over trials.
local function measure(experiment, trials, method, b)
  local m = { large = tally(), others = tally(), relative = {}, relative_large = tally(), relative_others = tally(),
    off_large = tally(), off_others = tally(), theory_large = tally(), theory_others = tally() }
  for i, trial in ipairs(trials) do
    local estimate = ng.estimate(trial.f, trial.x, { estimator = method.make(b, trial.a), seed = options.seed, stream = trial.number })
    local large, others, large_theory, others_theory =
      errors(estimate:dense():table(), trial.a, trial.aa, experiment.tau, method.theory)
    add(m.large, large)
    add(m.others, others)
    local scale = b / trial.aa
    m.relative[i] = scale * large
    add(m.relative_large, scale * large)
    add(m.relative_others, scale * others)
    add(m.theory_large, large_theory / trial.aa)
    add(m.theory_others, others_theory / trial.aa)
    add(m.off_large, scale * large - large_theory / trial.aa)
    add(m.off_others, scale * others - others_theory / trial.aa)
  end
  return m
end

local failed = false
local function mark(method, m)
  if not method.theory then return "" end
  for _, off in ipairs { m.off_large, m.off_others } do
    if math.abs(mean(off)) > most_errors * standard_error(off) + 1e-4 then
      failed = true
      return "  <- too far from theory"
    end
  end
  return ""
end

local function theory_text(method, t) return method.theory and ("%7.3g"):format(mean(t)) or "      –" end

local function print_table(name, b, results)
  print(("\n%s, b = %d (%d evaluations each); mean ± 95 %%"):format(name, b, 2 * b))
  print("method            τ-MSE                 complement            b·τ-error/|a|²      theory   b·complement/|a|²   theory")
  for i, method in ipairs(methods) do
    local m = results[i][b]
    if m then
      print(("%-17s %s %s %s %s  %s %s%s"):format(method.name, interval(m.large), interval(m.others), interval(m.relative_large),
        theory_text(method, m.theory_large), interval(m.relative_others), theory_text(method, m.theory_others), mark(method, m)))
    end
  end
end

-- Whether two-step DAP is better than the others on the large coordinates, trial by trial.
local function print_verdict(name, b, results)
  local dap, won, lost, even = results[5][b], {}, {}, {}
  for i, method in ipairs(methods) do
    if i ~= 5 and results[i][b] then
      local difference = tally()
      for t, error in ipairs(results[i][b].relative) do add(difference, error - dap.relative[t]) end
      local list = math.abs(mean(difference)) <= 1.96 * standard_error(difference) and even or mean(difference) > 0 and won or lost
      list[#list + 1] = method.name
    end
  end
  local function names(list) return #list > 0 and table.concat(list, "; ") or "none" end
  print(("%s, large coordinates, b = %d: DAP in two steps is better than [%s], worse than [%s], no different (95 %%) from [%s]"):format(
    name, b, names(won), names(lost), names(even)))
end

-- What is below a millionth of the largest value is rounding, and drawn at the bottom.
local function draw(experiment, results, which, title, file)
  local largest, series = 0, {}
  for i in ipairs(methods) do for _, m in pairs(results[i]) do largest = math.max(largest, mean(m[which])) end end
  for i, method in ipairs(methods) do
    local x, y = {}, {}
    for power = 0, options.most do
      local m = results[i][1 << power]
      if m then x[#x + 1], y[#y + 1] = 1 << power, math.max(mean(m[which]), 1e-6 * largest) end
    end
    if #x > 0 then series[#series + 1] = { name = method.name, x = x, y = y, style = "linespoints", colour = i, dashed = i == 6 } end
  end
  local drawn, message = pcall(ng.plot.lines, { title = ("%s, d = %d: error over the %s coordinates"):format(experiment.name, experiment.d, title),
    x = "b, directions of an estimate (2b evaluations)", y = "mean squared error (10⁻⁶ of the largest and less: at the bottom)",
    log = "xy", file = file, series = series })
  print(drawn and "written: " .. file or "no picture: " .. message)
  return drawn
end

local last = 1 << options.most
for _, experiment in ipairs(experiments) do
  local trials, results = trials_of(experiment), {}
  print(("%s%s: %d of %d trials remain (|∂_i f| ≥ %g for some i), seed %d"):format(experiment == experiments[1] and "" or "\n",
    experiment.name, #trials, options.trials, experiment.tau, options.seed))
  for i, method in ipairs(methods) do
    results[i] = {}
    for power = 0, options.most do
      local b = 1 << power
      if b >= (method.least or 1) and #trials > 0 then results[i][b] = measure(experiment, trials, method, b) end
    end
  end
  if #trials > 0 then
    if last > 16 then print_table(experiment.name, 16, results) end
    print_table(experiment.name, last, results)
    if last >= 4 then
      print ""
      print_verdict(experiment.name, math.min(16, last), results)
      if last > 16 then print_verdict(experiment.name, last, results) end
    end
    if options.plot ~= "no" then
      local stem, ending = options.out:match "^(.*)(%.%w+)$"
      stem, ending = stem or options.out, ending or ".png"
      local _ = draw(experiment, results, "large", "large", ("%s_%s_large%s"):format(stem, experiment.name, ending))
        and draw(experiment, results, "others", "other", ("%s_%s_others%s"):format(stem, experiment.name, ending))
    end
  end
end
os.exit(failed and 1 or 0, true)
