-- Fine-tunes any model of a Hugging Face folder on SST-2, with forward passes only, as MeZO does.
-- Usage: nilgrad finetune_sst2.lua --model DIR --data DIR [--parameters all|lora|prefix|prompt] [--perturbation gaussian|sphere|rademacher]
--                                  [--estimator two_point|dap] [--queries 1] [--steps 20000] [--lr …] [--h …] [--batch 16]
--                                  [--examples 1000] [--test 1000|all] [--every 2000] [--seed 1] [--journal FILE] [--save DIR]
-- DIR of the data has GLUE's train.tsv and dev.tsv, or train.txt, dev.txt and test.txt of lines "label sentence". lr and h are by default
-- those of MeZO's paper for what is trained. With --journal a run that was interrupted goes on where it was.
local ng = require "nilgrad"

-- Of the grids that Malladi et al. 2023 searched; prompt: Ma & Huang 2025.
local published = { all = { lr = 1e-6, h = 1e-3 }, lora = { lr = 5e-5, h = 1e-2 }, prefix = { lr = 1e-2, h = 1e-1 }, prompt = { lr = 1e-4, h = 1e-5 } }
local options = { model = "", data = "", parameters = "all", perturbation = "gaussian", estimator = "two_point", queries = 0, steps = 20000,
                  lr = 0, h = 0, batch = 16, examples = 1000, test = "1000", every = 2000, seed = 1, journal = "", save = "" }

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
if options.model == "" or options.data == "" then usage "--model and --data are needed" end
if not published[options.parameters] then usage("unknown parameters '" .. options.parameters .. "'") end

local function exists(path)
  local stream = io.open(path)
  return stream ~= nil and stream:close()
end

local function sources(folder)
  if exists(folder .. "/train.tsv") then return { train = folder .. "/train.tsv", test = folder .. "/dev.tsv" } end
  return { train = folder .. "/train.txt", dev = folder .. "/dev.txt", test = folder .. "/test.txt" }
end

local given = sources(options.data)
given.examples, given.seed = options.examples, options.seed
given.test_examples = options.test == "all" and "all" or math.tointeger(tonumber(options.test)) or usage "--test is a number or all"
local task = ng.task.sst2(given)
local model = ng.model.load(options.model)
print(model, task)

local scale = published[options.parameters]
local h = options.h > 0 and options.h or scale.h
local estimators = {
  two_point = function()
    return ng.estimator.two_point { perturbation = ng.perturbation[options.perturbation](), queries = math.max(1, options.queries), h = h }
  end,
  dap = function() return ng.estimator.dap { queries = math.max(3, options.queries), h = h } end,
}
if not estimators[options.estimator] then usage("unknown estimator '" .. options.estimator .. "'") end
if not ng.perturbation[options.perturbation] then usage("unknown perturbation '" .. options.perturbation .. "'") end

local zero_shot = not (options.journal ~= "" and exists(options.journal)) and task:evaluate(model, "test")
if zero_shot then print(zero_shot) end

local loss = ng.objective.language { model = model, task = task, batch = options.batch, parameters = options.parameters }
local r
if options.journal ~= "" and exists(options.journal) then
  print("going on with " .. options.journal)
  r = ng.resume(options.journal, { objective = loss })
else
  r = ng.minimize(loss, {
    optimizer = ng.optimizer.zeroth_order {
      estimator = estimators[options.estimator](), update = ng.update.sgd { lr = options.lr > 0 and options.lr or scale.lr } },
    steps = options.steps, evaluate_every = options.every, seed = options.seed, journal = options.journal ~= "" and options.journal or nil,
  })
end
print(r)
print(task:evaluate(model, "test"))
if options.save ~= "" then
  model:save(options.save)
  print("written: " .. options.save)
end
