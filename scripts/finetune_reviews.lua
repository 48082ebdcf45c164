-- Fine-tunes a small language model on film reviews that people rated, with forward passes only (MeZO), and says what it was worth.
-- The reviews come with ./bootstrap data; the model (4.3 million weights) lies beside this script.
-- Usage: nilgrad finetune_reviews.lua [--steps 500] [--lr 1e-4] [--h 1e-3] [--batch 16] [--examples 512] [--seed 1] [--model DIR]
--                                     [--data DIR] [--out reviews.png]
local ng = require "nilgrad"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local options = { steps = 500, lr = 1e-4, h = 1e-3, batch = 16, examples = 512, seed = 1, model = here .. "/models/mini-opt",
                  data = "", out = "reviews.png" }

local function usage(message)
  io.stderr:write(message, "\n")
  for line in io.lines(arg[0]) do
    if not line:find "^%-%-" then break end
    io.stderr:write(line:sub(4), "\n")
  end
  os.exit(2)
end

for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if not name or options[name] == nil then usage("unknown option '" .. arg[i] .. "'") end
  if type(options[name]) == "number" then value = tonumber(value) end
  if not value then usage("option '" .. arg[i] .. "' needs a value") end
  options[name] = math.tointeger(value) or value
end

local model = ng.model.load(options.model)
local task = ng.task.reviews { examples = options.examples, test_examples = "all", seed = options.seed,
  path = options.data ~= "" and options.data or nil }
print(task)
local before, dev_before = task:evaluate(model, "test"), task:evaluate(model, "dev")
print(before)

local r = ng.minimize(ng.objective.language { model = model, task = task, batch = options.batch }, {
  optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { perturbation = ng.perturbation.gaussian(), h = options.h },
    update = ng.update.sgd { lr = options.lr } },
  steps = options.steps, evaluate_every = math.max(1, options.steps // 10), seed = options.seed,
})
print(r)

local after = task:evaluate(model, "test")
print(after)
print(("\n%+.1f points in %d steps, %.1f s"):format(100 * (after.accuracy - before.accuracy), r.steps, r.seconds))

local x, y = { 0 }, { dev_before.accuracy }
for i, point in ipairs(r.evaluated) do x[i + 1], y[i + 1] = point.step, point.accuracy end
local drawn, message = pcall(ng.plot.lines, { title = "Film reviews: accuracy on dev", x = "steps", y = "accuracy", file = options.out,
  series = { { name = "two-point, Gaussian", x = x, y = y, style = "linespoints" } } })
print(drawn and "written: " .. options.out or "no picture: " .. message)
