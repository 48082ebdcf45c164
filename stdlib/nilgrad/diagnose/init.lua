-- ng.diagnose: what a function is like around a point, from its values alone, and what to use on it.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local noise_of = require "nilgrad.diagnose.noise"
local advice_of = require "nilgrad.diagnose.advice"

local check = native.catalog.describe {
  kind = "function", name = "diagnose",
  summary = "what a function is like around a point: noise, bend, the right h, sparsity, kinks; and which estimator suits it",
  signature = "ng.diagnose(f: objective | function, x: tensor | number[], options: table?) -> diagnosis",
  options = {
    { name = "budget", type = "integer", min = 20, default = 1000, unit = "evaluations",
      help = "most evaluations; what does not fit is left out (nil): coordinates want 25 d, or 2 d without their scales" },
    { name = "directions", type = "integer", min = 1, max = 100, default = 5, help = "random directions to look along" },
    { name = "seed", type = "integer", default = 0, help = "the directions come from it" },
  },
  cost = "at most the budget, counted exactly in d.evaluations: about 150, and 2 to 25 a coordinate",
  reference = "Moré & Wild 2011 (noise); Shi, Xie, Xuan & Nocedal 2022 (h)",
  example = [[
return ng.diagnose(ng.objective.rosenbrock { dim = 10 }, ng.tensor.full(10, -1))]],
}

local over = {} -- thrown where the budget ends

local function median(numbers)
  table.sort(numbers)
  return numbers[(#numbers + 1) // 2]
end

-- The function with its evaluations counted, and the points x + Σ t v moved into the bounds.
local function probe_of(f, x, budget, diagnosis)
  local dim = #x
  local is_function = type(f) == "function"
  local function checked(point)
    local value = f(point)
    if type(value) ~= "number" then raise("ng.diagnose: f must return a number, got %s", type(value)) end
    return value
  end
  local evaluate = is_function and native.objective.define { f = checked, dim = dim } or f   -- every evaluation is an objective's
  local function counted(point)
    if diagnosis.evaluations >= budget then error(over, 0) end
    diagnosis.evaluations = diagnosis.evaluations + 1
    return evaluate(point)
  end
  local function bound(name, i, otherwise)
    local given = not is_function and f[name] or nil
    return type(given) == "number" and given or given and given[i] or otherwise
  end
  local lower, upper = {}, {}
  for i = 1, dim do lower[i], upper[i] = bound("lower", i, -math.huge), bound("upper", i, math.huge) end
  local function at(v, t)
    local point = {}
    for i = 1, dim do point[i] = math.min(math.max(x[i] + t * (v[i] or 0), lower[i]), upper[i]) end
    return counted(point)
  end
  return at, native.objective.define { f = counted, dim = dim, lower = lower, upper = upper }
end

local function directions_of(options, dim)
  local random, list = native.random(options.seed), {}
  for j = 1, options.directions do
    list[j] = {}
    for i, z in ipairs(random:uniform(dim):table()) do list[j][i] = z < 0.5 and -1 or 1 end
  end
  return list
end

-- The h of 'auto', along random signs.
local function automatic_h(objective, x, side, seed)
  local estimator = native.estimator.two_point { h = "auto", side = side, perturbation = native.perturbation.rademacher() }
  return native.estimate(objective, x, { estimator = estimator, seed = seed }).h
end

-- Slopes and bends along the directions, with the central h.
local function look_along(diagnosis, at, directions)
  local h, dim, centre = diagnosis.h.central, diagnosis.dim, diagnosis.value
  local bends, signals, kinked = {}, {}, 0
  for j, v in ipairs(directions) do
    local forth, back = at(v, h), at(v, -h)
    bends[j], signals[j] = (forth + back - 2 * centre) / (h * h * dim), math.abs(forth - back)
    -- Of a smooth function the slopes' difference falls with the step; of a kink it stays.
    local near = h / 8
    local jump = (forth + back - 2 * centre) / h
    local near_jump = (at(v, near) + at(v, -near) - 2 * centre) / near
    if math.abs(near_jump) > math.abs(jump) / 2 and math.abs(near_jump) * near > 10 * diagnosis.noise then kinked = kinked + 1 end
  end
  diagnosis.kinks = 2 * kinked > #directions
  local signal = median(signals)
  diagnosis.signal_to_noise = diagnosis.noise > 0 and signal / (math.sqrt(2) * diagnosis.noise) or math.huge
  local middle = median(bends)
  diagnosis.curvature = { least = bends[1], median = middle, most = bends[#bends] }
  diagnosis.gradient_norm = signal / (2 * h)
end

-- How many coordinates of the gradient count.
local function weigh(diagnosis, slopes)
  local squares, fourths = 0, 0
  for _, slope in ipairs(slopes) do squares, fourths = squares + slope ^ 2, fourths + slope ^ 4 end
  diagnosis.gradient_norm = math.sqrt(squares)
  diagnosis.participation = fourths > 0 and squares * squares / fourths or nil
end

-- Every coordinate with a step of its own, which goes as 1/√bend: so its steps say how much units differ. Those that do not bend are
-- left out.
local function measure_coordinates(diagnosis, objective, x, seed)
  local estimator = native.estimator.coordinate { h = "auto", side = "forward" }
  local e = native.estimate(objective, x, { estimator = estimator, seed = seed })
  local slopes, steps, least, most = e:dense(), e.h, math.huge, 0
  for i = 1, #x do
    if slopes[i] ~= 0 and steps[i] < math.max(1, math.abs(x[i])) then least, most = math.min(least, steps[i]), math.max(most, steps[i]) end
  end
  diagnosis.scales = most > 0 and most / least or nil
  weigh(diagnosis, slopes:table())
end

-- The same with one step for all, where the budget has no room for more: units are not compared.
local function look_at_coordinates(diagnosis, at)
  local h, slopes = diagnosis.h.central, {}
  for i = 1, diagnosis.dim do slopes[i] = (at({ [i] = 1 }, h) - at({ [i] = 1 }, -h)) / (2 * h) end
  weigh(diagnosis, slopes)
end

local function text_of(d)
  local lines = {}
  local function line(name, format, ...) lines[#lines + 1] = ("%-16s %s"):format(name, format:format(...)) end
  line("value", "%.6g in dimension %d", d.value, d.dim)
  line("noise", "%.2g (%s)", d.noise, d.noise_kind)
  if d.h.central then line("h", "forward %.2g, central %.2g", d.h.forward, d.h.central) end
  if d.curvature then
    line("curvature", "%.2g to %.2g, median %.2g", d.curvature.least, d.curvature.most, d.curvature.median)
    line("kinks", d.kinks and "yes" or "none seen")
    line("signal to noise", d.signal_to_noise < math.huge and "%.3g a query" or "no noise", d.signal_to_noise)
    line("gradient", d.participation and "|g| = %.3g, %.1f of %d coordinates count" or "|g| about %.3g", d.gradient_norm, d.participation,
      d.dim)
  end
  if d.scales then line("scales", "coordinates differ %.2g times", d.scales) end
  local advice = d.recommendation
  if advice then
    line("use", "%s", tostring(advice.estimator))
    if advice.lr_most then line("sgd's rate", "%.2g to %.2g", advice.lr_least, advice.lr_most) end
    for i, reason in ipairs(advice.reasons) do line(i == 1 and "because" or "", "%s", reason) end
  end
  line("evaluations", "%d%s", d.evaluations, d.complete and "" or " (the budget left out the rest)")
  return table.concat(lines, "\n")
end

local metatable = { __name = "nilgrad.diagnosis", __tostring = text_of }

native.catalog.describe {
  kind = "object", name = "diagnosis",
  summary = "what a function is like around a point, as ng.diagnose returns it; prints as advice",
  methods = {},
  members = {
    { "d.value: number", "f(x)" },
    { "d.noise: number", "standard deviation of one value's noise" },
    { "d.noise_kind: string",
      "'stochastic': another value at the same point; 'deterministic': rough, but the same; 'round-off'; 'none'" },
    { "d.h: { forward: number, central: number }", "what h = 'auto' finds along random signs" },
    { "d.curvature: { least: number, median: number, most: number }?", "vᵀHv/|v|² along the directions" },
    { "d.kinks: boolean?", "whether the slopes on the two sides of x differ" },
    { "d.gradient_norm: number?", "|∇f(x)|" },
    { "d.signal_to_noise: number?", "|f(x+hv) − f(x−hv)| over the noise of that difference: the median over directions" },
    { "d.participation: number?", "(Σg²)²/Σg⁴: how many coordinates of the gradient count; nil where they did not fit the budget" },
    { "d.scales: number?",
      "how much the units of coordinates differ: √ of the largest bend of one over the least; nil where that did not fit" },
    { "d.recommendation: table?",
      "estimator (to be given to an optimizer), estimator_name, h, queries, lr_least, lr_most, reasons" },
    { "d.evaluations: integer", "made" },
    { "d.dim: integer", "of the point" },
    { "d.complete: boolean", "whether the budget sufficed for all of it" },
  },
  example = [[
local d = ng.diagnose(ng.objective.rosenbrock { dim = 4 }, { 0, 0, 0, 0 }, { seed = 1 })
return d.noise_kind, d.h.central, d.recommendation.estimator_name]],
}

return function(f, x, options)
  options = check(options)
  local point = native.tensor(x):table()
  local d = setmetatable({ dim = #point, evaluations = 0, h = {}, complete = true }, metatable)
  local at, objective = probe_of(f, point, options.budget, d)
  local directions = directions_of(options, d.dim)
  d.value = at({}, 0)
  if d.value ~= d.value or math.abs(d.value) == math.huge then
    raise("ng.diagnose: f(x) is %s; give a point at which f is a number", d.value ~= d.value and "NaN" or "infinite")
  end
  local looked, message = pcall(function()
    local size = 0
    for _, xi in ipairs(point) do size = size + xi * xi end
    d.noise, d.noise_kind = noise_of(function(t) return at(directions[1], t) end, 2 ^ -26 * math.max(1, math.sqrt(size / d.dim)))
    for _, side in ipairs { "forward", "central" } do d.h[side] = automatic_h(objective, point, side, options.seed) end
    look_along(d, at, directions)
    local room = (options.budget - d.evaluations) / d.dim
    if room < 2 then error(over, 0) end
    if room < 25 then look_at_coordinates(d, at) else measure_coordinates(d, objective, point, options.seed) end
  end)
  if not looked and message ~= over then error(message, 0) end
  d.complete = looked
  if d.curvature then d.recommendation = advice_of(d) end
  if not d.noise then raise("ng.diagnose: budget = %d does not reach to a noise level; give 50 or more", options.budget) end
  return d
end
