-- Why a plain zeroth-order step fails on hyperparameters, and what the default sampler does about it. Learning rate and weight decay
-- of a softmax regression on Fashion-MNIST are tuned twice, with the same learner and the same number of evaluations:
--   x ← x − α (f(x + h u) − f(x − h u)) / 2h · u    directly on (learning rate, weight decay), from the same start, for several α and h;
--   ng.study                                        with its default sampler, the same start being its trial 0.
-- Then with the batch size and the kind of steps added, which have no derivative.
-- Usage: nilgrad tuning_plain_zo.lua [evaluations] [seeds]
local ng = require "nilgrad"

local budget, seeds = tonumber(arg[1]) or 50, tonumber(arg[2]) or 3
local start = { lr = 0.01, decay = 1e-4 }

-- The learner: 7 × 7 pixels, 10 classes, 300 images to train on and 500 to validate, 3 passes -----------------------------------------

local function pooled(image)
  local pixels, features = image:table()[1], {}
  for row = 1, 25, 4 do
    for column = 1, 25, 4 do
      local sum = 0
      for r = row, row + 3 do
        for c = column, column + 3 do sum = sum + pixels[r][c] end
      end
      features[#features + 1] = sum / 16
    end
  end
  features[#features + 1] = 1
  return features
end

local function examples(data, first, count)
  local list = {}
  for i = first, first + count - 1 do list[#list + 1] = { features = pooled(data[i].image), label = data[i].label + 1 } end
  return list
end

local images = ng.data.fashion_mnist { split = "train" }
local train, validation = examples(images, 1, 300), examples(images, 301, 500)

local function scores(weights, features)
  local list = {}
  for class = 1, 10 do
    local sum, row = 0, weights[class]
    for i = 1, #features do sum = sum + row[i] * features[i] end
    list[class] = sum
  end
  return list
end

local function add_gradient(gradient, weights, example)
  local list = scores(weights, example.features)
  local top, total = math.max(table.unpack(list)), 0
  for class = 1, 10 do
    list[class] = math.exp(list[class] - top)
    total = total + list[class]
  end
  for class = 1, 10 do
    local error, row = list[class] / total - (class == example.label and 1 or 0), gradient[class]
    for i = 1, #example.features do row[i] = row[i] + error * example.features[i] end
  end
end

local function matrix()
  local rows = {}
  for class = 1, 10 do
    rows[class] = {}
    for i = 1, 50 do rows[class][i] = 0 end
  end
  return rows
end

local function update(weights, gradient, count, lr, decay, sign)
  for class = 1, 10 do
    local w, g = weights[class], gradient[class]
    for i = 1, 50 do
      local step = g[i] / count + decay * w[i]
      if sign then step = step > 0 and 0.03 or step < 0 and -0.03 or 0 end
      w[i], g[i] = w[i] - lr * step, 0
    end
  end
end

-- Share of validation images that are classified wrongly: NaN where the parameters make no sense or the weights overflow.
local function validation_error(lr, decay, batch, sign)
  if not (lr > 0 and decay >= 0) then return 0 / 0 end
  local weights, gradient, count = matrix(), matrix(), 0
  for _ = 1, 3 do
    for i, example in ipairs(train) do
      add_gradient(gradient, weights, example)
      count = count + 1
      if count == batch or i == #train then
        update(weights, gradient, count, lr, decay, sign)
        count = 0
      end
    end
  end
  local wrong = 0
  for _, example in ipairs(validation) do
    local list = scores(weights, example.features)
    local best = 1
    for class = 1, 10 do
      if not (math.abs(list[class]) < 1e9) then return 0 / 0 end
      if list[class] > list[best] then best = class end
    end
    if best ~= example.label then wrong = wrong + 1 end
  end
  return wrong / #validation
end

-- The plain step -----------------------------------------------------------------------------------------------------------------------

local function plain(alpha, h, seed, logarithms)
  local random = ng.random(seed)
  local from = logarithms and math.log or function(v) return v end
  local to = logarithms and math.exp or function(v) return v end
  local x = { from(start.lr), from(start.decay) }
  local seen = { best = math.huge, failed = 0, flat = 0, steps = 0 }
  local function f(lr, decay)
    local value = validation_error(to(lr), to(decay), 10)
    if value ~= value then seen.failed = seen.failed + 1 else seen.best = math.min(seen.best, value) end
    return value
  end
  for _ = 1, budget // 2 do
    local u = random:normal(2):table()
    local above, below = f(x[1] + h * u[1], x[2] + h * u[2]), f(x[1] - h * u[1], x[2] - h * u[2])
    seen.steps = seen.steps + 1
    if above == below then seen.flat = seen.flat + 1 end
    local slope = (above - below) / (2 * h)
    if slope == slope then   -- else there is nothing to go by: another direction
      for i = 1, 2 do x[i] = x[i] - alpha * slope * u[i] end
    end
  end
  seen.last = validation_error(to(x[1]), to(x[2]), 10)
  return seen
end

local function median(list)
  table.sort(list, function(a, b) return a < b and a == a or b ~= b end)
  return list[(#list + 1) // 2]
end

local function text(value) return value == value and value < math.huge and ("%.3f"):format(value) or "failed" end

local function show_plain(alpha, h, logarithms)
  local best, last, failed, flat, steps = {}, {}, 0, 0, 0
  for seed = 1, seeds do
    local seen = plain(alpha, h, seed, logarithms)
    best[seed], last[seed] = seen.best, seen.last
    failed, flat, steps = failed + seen.failed, flat + seen.flat, steps + seen.steps
  end
  print(("%-14s %8g %8g %10s %10s %8.0f %% %8.0f %%"):format(logarithms and "plain, in logs" or "plain", alpha, h, text(median(best)),
    text(median(last)), 100 * failed / (2 * steps), 100 * flat / steps))
  return median(last)
end

-- The default sampler ------------------------------------------------------------------------------------------------------------------

local function tune(seed, discrete)
  local study = ng.study { seed = seed, defaults = start }
  study:optimize(function(trial)
    local lr = trial:float("lr", 1e-5, 1e2, { log = true })
    local decay = trial:float("decay", 1e-7, 1e2, { log = true })
    local batch = discrete and trial:int("batch", 1, 300, { log = true, default = 10 }) or 10
    local steps = discrete and trial:choice("steps", { "gradient", "sign" }) or "gradient"
    return validation_error(lr, decay, batch, steps == "sign")
  end, { trials = budget, progress = false })
  return study
end

local function show_tuned(discrete)
  local best, failed, example = {}, 0, nil
  for seed = 1, seeds do
    local study = tune(seed, discrete)
    best[seed], failed, example = study.best.value, failed + study.counts.failed, study.best.params
  end
  print(("%-14s %8s %8s %10s %10s %8.0f %%"):format(discrete and "hybrid, 4 par." or "hybrid", "", "", text(median(best)),
    text(median(best)), 100 * failed / (seeds * budget)))
  return median(best), example
end

-- ----------------------------------------------------------------------------------------------------------------------------------------

local first = validation_error(start.lr, start.decay, 10)
print(("start: learning rate %g, weight decay %g: validation error %.3f. %d evaluations each, medians of %d seeds.\n"):format(start.lr,
  start.decay, first, budget, seeds))
print(("%-14s %8s %8s %10s %10s %10s %10s"):format("", "α", "h", "best seen", "where it is", "failed", "no slope"))
local stopped = math.huge
for _, setting in ipairs { { 1e-6, 1e-5 }, { 1e-4, 1e-3 }, { 1e-2, 1e-3 }, { 1, 1e-2 }, { 100, 1 } } do
  local value = show_plain(setting[1], setting[2])
  if value == value then stopped = math.min(stopped, value) end
end
show_plain(1, 0.1, true)
show_plain(10, 1, true)
local found, params = show_tuned(false)
local found_all, params_all = show_tuned(true)

print(("\nWhere the plain step ends at its best %s; the hybrid %.3f at learning rate %.3g, weight decay %.3g; with batch size and kind of step %.3f at")
  :format(text(stopped), found, params.lr, params.decay, found_all))
print(("learning rate %.3g, weight decay %.3g, batches of %d, steps by %s. Why:"):format(params_all.lr, params_all.decay, params_all.batch, params_all.steps))

local function at(lr, decay) return validation_error(lr, decay, 10) end
print(("- scale: the error is %s at learning rate 0.01, %s at 0.1, %s at 1, %s at 10. One h is far for 0.01 and nothing for 1; for a decay of\n")
  :format(text(at(0.01, 1e-4)), text(at(0.1, 1e-4)), text(at(1, 1e-4)), text(at(10, 1e-4)))
  .. "  1e-4 any h that the rate can feel is beyond 0. In logarithms the step is better off, and that is a choice the space has to tell.")
print(("- flat regions: the error counts mistakes, so it has steps: at decay 0, 1e-6 and 1e-4 it is %s, %s and %s. A difference of 0 moves nothing,\n")
  :format(text(at(0.01, 0)), text(at(0.01, 1e-6)), text(at(0.01, 1e-4)))
  .. "  and one mistake more or less over a small 2h is a slope that throws the point out of its range.")
print(("- failures: a rate or decay below 0 has no error; at rate 100 and decay 1 it is: %s. A difference with a failed side is no slope; the hybrid\n")
  :format(text(at(100, 1))) .. "  learns where trials fail and goes elsewhere.")
print "- discrete parameters: a batch size has no neighbour at ± h, and a kind of step no ± at all. The step cannot move them; the hybrid does."
