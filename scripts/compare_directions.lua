-- Fine-tunes one model with four kinds of directions at equal evaluations: Gaussian, uniform on the sphere, random signs, and DAP
-- (aligned with a first estimate, Ma & Huang, ICLR 2025). Prints accuracy and loss on dev after each part of the run, mean over the
-- seeds, and draws them with the spread of the seeds as a band.
-- Usage: nilgrad compare_directions.lua [--preset mini|dap-paper] [--model DIR] [--data DIR] [--seeds 3] [--steps 125] [--queries 4]
--                                       [--lr 1e-4] [--h 1e-3] [--side central|forward] [--batch 16] [--examples 512] [--points 10]
--                                       [--parameters all|lora|prefix|prompt] [--out directions.png]
-- Preset mini (the default) takes the small model beside this script and the film reviews of ./bootstrap data; dap-paper that paper's
-- protocol: OPT-1.3B (--model), SST-2 (--data), prompt tuning, one-sided differences, h 1e-5, lr 1e-4, 20,000 steps of 16 examples.
-- With --data, SST-2's files are read from there: GLUE's train.tsv and dev.tsv, or train.txt, dev.txt and test.txt.
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local presets = {
  mini = { model = here .. "/models/mini-opt", data = "", seeds = 3, steps = 125, queries = 4, lr = 1e-4, h = 1e-3, side = "central",
           batch = 16, examples = 512, points = 10, parameters = "all", out = "directions.png" },
}
presets["dap-paper"] = setmetatable({ model = "opt-1.3b", data = "SST-2", steps = 20000, lr = 1e-4, h = 1e-5, side = "forward",
  examples = 1000, parameters = "prompt" }, { __index = presets.mini })

local function usage(message)
  io.stderr:write(message, "\n")
  for line in io.lines(arg[0]) do
    if not line:find "^%-%-" then break end
    io.stderr:write(line:sub(4), "\n")
  end
  os.exit(2)
end

local options, preset = {}, presets.mini
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name == "preset" then
    preset = presets[value] or usage("unknown preset '" .. tostring(value) .. "'")
  else
    local default = name and presets.mini[name]
    if default == nil then usage("unknown option '" .. arg[i] .. "'") end
    if type(default) == "number" then value = tonumber(value) end
    if not value then usage("option '" .. arg[i] .. "' needs a value") end
    options[name] = math.tointeger(value) or value
  end
end
setmetatable(options, { __index = preset })

local function exists(path)
  local stream = io.open(path)
  return stream ~= nil and stream:close()
end

local function task_of(seed)
  if options.data == "" then return ng.task.reviews { examples = options.examples, test_examples = "all", seed = seed } end
  local ending = exists(options.data .. "/train.tsv") and ".tsv" or ".txt"
  return ng.task.sst2 { train = options.data .. "/train" .. ending, test = options.data .. (ending == ".tsv" and "/dev.tsv" or "/test.txt"),
    dev = ending == ".txt" and options.data .. "/dev.txt" or nil, examples = options.examples, test_examples = "all", seed = seed }
end

local function two_point(perturbation)
  return ng.estimator.two_point { perturbation = perturbation, queries = options.queries, h = options.h, side = options.side }
end
local methods = {
  { name = "Gaussian", estimator = two_point(ng.perturbation.gaussian()) },
  { name = "sphere", estimator = two_point(ng.perturbation.sphere()) },
  { name = "Rademacher", estimator = two_point(ng.perturbation.rademacher()) },
  { name = "DAP", estimator = ng.estimator.dap { queries = options.queries, h = options.h, side = options.side } },
}

local function fine_tune(method, task, seed)
  local model = ng.model.load(options.model)
  local r = ng.minimize(ng.objective.language { model = model, task = task, batch = options.batch, parameters = options.parameters }, {
    optimizer = ng.optimizer.zeroth_order { estimator = method.estimator, update = ng.update.sgd { lr = options.lr } },
    steps = options.steps, evaluate_every = math.max(1, options.steps // options.points), seed = seed,
  })
  return { evaluated = r.evaluated, evaluations = r.evaluations, steps = r.steps, seconds = r.seconds, test = task:evaluate(model, "test") }
end

local function spread(numbers)
  local low, high, sum = math.huge, -math.huge, 0
  for _, number in ipairs(numbers) do low, high, sum = math.min(low, number), math.max(high, number), sum + number end
  return sum / #numbers, low, high
end

-- The figure `name` over the seeds, against the evaluations made.
local function series_of(method, name, colour)
  local series = { name = method.name, x = {}, y = {}, low = {}, high = {}, style = "linespoints", colour = colour }
  for i, point in ipairs(method.runs[1].evaluated) do
    local numbers = {}
    for j, run in ipairs(method.runs) do numbers[j] = run.evaluated[i][name] end
    series.x[i] = point.step * method.runs[1].evaluations // method.runs[1].steps
    series.y[i], series.low[i], series.high[i] = spread(numbers)
  end
  return series
end

local first = ng.model.load(options.model)
print(("%s, parameters = %s, %d directions, %s differences, h = %g, lr = %g, batch %d, %d seeds"):format(tostring(first), options.parameters,
  options.queries, options.side, options.h, options.lr, options.batch, options.seeds))
local zero_shot = task_of(1):evaluate(first, "test")
print(("zero-shot: %.1f %% (%.1f to %.1f) of %d"):format(100 * zero_shot.accuracy, 100 * zero_shot.low, 100 * zero_shot.high, zero_shot.count))
first = nil

print "method        evaluations   test accuracy: mean, least to most of the seeds, 95 % interval of a test   seconds"
for _, method in ipairs(methods) do
  method.runs = {}
  local accuracies, from, to, seconds = {}, 0, 0, 0
  for seed = 1, options.seeds do
    local run = fine_tune(method, task_of(seed), seed)
    method.runs[seed], accuracies[seed] = run, run.test.accuracy
    from, to, seconds = from + run.test.low / options.seeds, to + run.test.high / options.seeds, seconds + run.seconds
  end
  local mean, low, high = spread(accuracies)
  print(("%-12s %12d   %15.1f %%   %.1f to %.1f   %.1f to %.1f %34.1f"):format(method.name, method.runs[1].evaluations, 100 * mean, 100 * low,
    100 * high, 100 * from, 100 * to, seconds))
end

for _, figure in ipairs { "accuracy", "loss" } do
  local file = options.out:gsub("(%.%w+)$", "_" .. figure .. "%1")
  local series = {}
  for i, method in ipairs(methods) do series[i] = series_of(method, figure, i) end
  local drawn, message = pcall(ng.plot.lines, { title = "Fine-tuning by four kinds of directions: " .. figure .. " on dev, band: all seeds",
    x = "evaluations", y = figure, file = file, series = series })
  print(drawn and "written: " .. file or "no picture: " .. message)
end
