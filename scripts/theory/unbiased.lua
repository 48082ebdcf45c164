-- Every estimator with every perturbation that gives the gradient on average: its error beside theory, and its bias beside 0.
-- On f(x) = c + aᵀx the gradient a is known and differences are exact for any h, so all there is to see is the estimator's own law.
-- Usage: nilgrad unbiased.lua [--trials 20000] [--seed 1]
-- Each row has E|ĝ − a|²/|a|² by theory (d = 16, h = 1) and measured, how many standard errors they differ by, and the same for the
-- element of ĝ whose mean is farthest from a's. Exits with 1 if a row is outside: bias beyond z, or error beyond z and 1 % of theory,
-- z chosen so that a right table is outside as seldom as one number is outside 3σ (0.27 %, Bonferroni over the whole table).
local ng = require "nilgrad"

local options = { trials = 20000, seed = 1 }
for i = 1, #arg, 2 do
  local name, value = (arg[i]:match "^%-%-(%a+)$"), math.tointeger(tonumber(arg[i + 1]))
  if not name or not options[name] or not value or value < 1 then
    io.stderr:write "usage: nilgrad unbiased.lua [--trials 20000] [--seed 1]\n"
    os.exit(2)
  end
  options[name] = value
end

local d, h, offset = 16, 1, 3
local a = ng.random(options.seed):normal(d)
local squares = a:dot(a)
local f = ng.objective.linear { coefficients = a, offset = offset }
local origin = ng.tensor.zeros { d }

-- Perturbations: options, E|v vᵀa − a|²/|a|² of one direction (d+1 where lengths vary as a Gaussian's do, d−1 where they are fixed),
-- whether the directions of an estimate are independent, and whether E v = 0, which estimators of one value need.
local perturbations = {
  { "gaussian", {}, d + 1 }, { "sphere", {}, d - 1 }, { "rademacher", {}, d - 1 },
  { "coordinate", {}, d - 1, off_centre = true },
  { "orthogonal", {}, d - 1, dependent = true },
  { "sparse", { share = 0.25 }, d - 2 + 4 }, -- d − 2 + 1/s
  { "low_rank", {}, d + 1 },                 -- of a vector: gaussian
  { "block", { size = 4 }, d - 1 },
  { "dap", { reference = a }, d - 1 },       -- aligned with the gradient itself
  { "dap", { reference = a, fixed_length = true }, d - 1 },
}
local function error_along(p, q) return p.dependent and d / q - 1 or p[3] / q end

-- A row: what is made, its error by theory, and optionally which estimate of an instance is looked at (`estimate`, from 1) and what
-- ĝ is on average, if not a (`mean`, a factor).
local rows = {}
local function row(name, options, theory, more)
  local text = {}
  for _, key in ipairs { "block", "side", "queries", "count", "beta", "preconditioned" } do
    if options[key] ~= nil then text[#text + 1] = ("%s = %s"):format(key, options[key]) end
  end
  local new = { name = name, perturbation = more and more.perturbation or "", options = table.concat(text, ", "), theory = theory,
    estimator = ng.estimator[name](options), estimate = more and more.estimate or 1, mean = more and more.mean or 1 }
  rows[#rows + 1] = new
end
local function along(name, options, theory, p, more)
  more = more or {}
  more.perturbation = p[1] .. (p[2].fixed_length and ", fixed" or "")
  options.perturbation = ng.perturbation[p[1]](p[2])
  row(name, options, theory, more)
end

for _, p in ipairs(perturbations) do
  along("two_point", { h = h, queries = 1 }, error_along(p, 1), p)
  along("two_point", { h = h, queries = 4 }, error_along(p, 4), p)
  along("two_point", { h = h, queries = 4, side = "forward" }, error_along(p, 4), p)
  along("hessian_aware", { h = h, queries = 2, preconditioned = false }, error_along(p, 2), p) -- H = 1 at first
  if not p.off_centre then
    local q = p.dependent and 1 or 2
    along("one_point", { h = h, queries = q }, (d * offset ^ 2 / (h ^ 2 * squares) + p[3]) / q, p) -- (d c²/(h²|a|²) + K)/q
    along("residual", { h = h, queries = q }, (p[3] + d) / q, p, { estimate = 2 })                 -- (K + d)/q
  end
end
row("coordinate", { h = h }, 0)
for _, side in ipairs { "central", "forward" } do
  for _, b in ipairs { 1, 4, 15 } do row("coordinate_block", { h = h, block = b, side = side }, d / b - 1) end -- d/b − 1
end
for _, q in ipairs { 1, 4, 15, 16 } do row("orthogonal", { h = h, queries = q }, d / q - 1) end                -- d/q − 1
row("dap", { h = h, queries = 6 }, (d - 1) / 6) -- whatever it is aligned with, being of fixed length
row("dap", { h = h, queries = 6, side = "forward" }, (d - 1) / 6)
local two_point = ng.estimator.two_point { h = h }
local block = ng.estimator.coordinate_block { h = h, block = 4 }
row("averaged", { estimator = two_point, count = 4 }, (d + 1) / 4)                                               -- a part's, over n
row("averaged", { estimator = block, count = 4 }, (d / 4 - 1) / 4)
row("svrg", { estimator = two_point, snapshot = ng.estimator.averaged { estimator = two_point, count = 4 } }, (d + 1) / 4,
  { estimate = 2 }) -- at rest the differences are 0 and the snapshot is left
-- E|m_n − a|² falls by K/(K+1) an estimate with the default ρ = 1/(K+1), K = d+1; the estimate's error is K times that.
for _, n in ipairs { 1, 2, 11 } do
  row("control_variate", { estimator = two_point }, (d + 1) * ((d + 1) / (d + 2)) ^ (n - 1), { estimate = n })
end
row("guided_es", { sigma = h, beta = d, queries = 2 }, (d + 1) / 2)          -- unguided at first: C = I/d
row("comparison", { h = h, queries = 2 }, (d - 2 / math.pi) / 2 / squares,     -- (d − 2/π)/q around √(2/π)·â
  { mean = math.sqrt(2 / math.pi / squares), perturbation = "gaussian" })

-- Estimate number n of a new instance, on streams of its own: what the n-th step of a run with a tiny rate adds.
local rate = 2.0 ^ -40
local function nth_estimate(estimator, n, stream)
  local function after(steps)
    if steps == 0 then return origin end
    return ng.minimize(f, { steps = steps, seed = options.seed, stream = stream, x0 = origin, progress = false,
      optimizer = ng.optimizer.zeroth_order { estimator = estimator, update = ng.update.sgd { lr = rate } } }).last
  end
  return (after(n - 1) - after(n)) / rate
end

local function estimate(r, trial)
  if r.estimate > 1 then return nth_estimate(r.estimator, r.estimate, trial) end
  return ng.estimate(f, origin, { estimator = r.estimator, seed = options.seed, stream = trial }):dense()
end

-- Of numbers with this sum and sum of squares: the mean less `expected`, in standard errors; what does not vary but by rounding is 0.
local function deviation(sum, sum_of_squares, expected)
  local n, mean = options.trials, sum / options.trials
  local error = math.sqrt(math.max(sum_of_squares / n - mean * mean, 0) / n)
  local off = mean - expected
  return math.abs(off) < 1e-9 * math.max(1, math.abs(expected)) and 0 or off / error
end

local function measure(r)
  local sum, sum_of_squares, errors, errors_squared = ng.tensor.zeros { d }, ng.tensor.zeros { d }, 0, 0
  local mean = a * r.mean
  for trial = 1, options.trials do
    local g = estimate(r, trial)
    sum:add_(g)
    sum_of_squares:add_(g * g)
    local error = g - mean
    local ratio = error:dot(error) / squares
    errors, errors_squared = errors + ratio, errors_squared + ratio * ratio
  end
  r.measured, r.z = errors / options.trials, deviation(errors, errors_squared, r.theory)
  r.bias = 0
  for i = 1, d do r.bias = math.max(r.bias, math.abs(deviation(sum[i], sum_of_squares[i], mean[i]))) end
end

-- P(|Z| > z), Z standard normal, by Simpson's rule; and the z that is passed with probability p.
local function tail(z)
  local n, step, sum = 400, 12 / 400, 0
  for i = 0, n do
    local weight = (i == 0 or i == n) and 1 or i % 2 == 1 and 4 or 2
    sum = sum + weight * math.exp(-(z + i * step) ^ 2 / 2)
  end
  return 2 / math.sqrt(2 * math.pi) * sum * step / 3
end
local function quantile(p)
  local low, high = 0, 12
  for _ = 1, 60 do
    local middle = (low + high) / 2
    if tail(middle) > p then low = middle else high = middle end
  end
  return low
end
local most = quantile(tail(3) / (#rows * (d + 1)))

print(("E|ĝ − a|²/|a|², d = %d, h = %g, f(0) = %g, %d trials, seed %d; outside beyond %.2f standard errors"):format(
  d, h, offset, options.trials, options.seed, most))
print(("%-16s %-11s %-33s %5s %9s %9s %7s %7s"):format("estimator", "along", "options", "n-th", "theory", "measured", "z", "bias z"))
local outside = 0
for _, r in ipairs(rows) do
  measure(r)
  local far = math.abs(r.z) > most and math.abs(r.measured - r.theory) > 0.01 * r.theory or r.bias > most
  outside = outside + (far and 1 or 0)
  print(("%-16s %-11s %-33s %5d %9.4f %9.4f %7.2f %7.2f%s"):format(r.name, r.perturbation, r.options, r.estimate, r.theory, r.measured,
    r.z, r.bias, far and "  <- outside" or ""))
end
print(("%d rows, %d outside"):format(#rows, outside))
os.exit(outside > 0 and 1 or 0, true)
