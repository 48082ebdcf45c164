-- One of every plot: in the terminal, or as pictures in a folder.
-- Usage: nilgrad plots.lua [--out FOLDER] [--format png|svg|pdf] [--seed 1] [--only NAME]
-- NAME is convergence, ecdf, cosine, h, queries, lines, image, images, learning, attack, curve or study. Each of the functions below makes its
-- data and draws it with show(name, plot): plot(file) is called with the name of the picture, or with nil for the terminal.
local ng = require "nilgrad"

local options = { out = "", format = "png", seed = 1, only = "" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name == "seed" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write "usage: nilgrad plots.lua [--out FOLDER] [--format png|svg|pdf] [--seed 1] [--only NAME]\n"
    os.exit(2)
  end
  options[name] = value
end

local function show(name, plot)
  local file = options.out ~= "" and ("%s/%s.%s"):format(options.out, name, options.format) or nil
  print(file and "written: " .. file or "\n" .. name)
  plot(file)
end

local plots = {}

-- Four methods, five starts each on every function.
local function runs_of(functions, budget)
  local methods = { bobyqa = {}, cmaes = {}, nelder_mead = {}, random_search = {} }
  for name, runs in pairs(methods) do
    for seed = 1, 5 do
      for _, f in ipairs(functions) do
        local x0 = ng.random(options.seed + seed):uniform(f.dim) * 8 - 4
        runs[#runs + 1] = ng.minimize(f, { optimizer = ng.optimizer[name](), x0 = x0, budget = budget, seed = options.seed + seed, progress = false })
      end
    end
  end
  return methods
end

function plots.convergence()
  local runs = runs_of({ ng.objective.rosenbrock { dim = 5 } }, 2000)
  show("convergence", function(file) ng.plot.convergence(runs, file, { optimum = 0, title = "Rosenbrock's function of 5 variables, 5 starts" }) end)
end

function plots.ecdf()
  local functions = {}
  for _, name in ipairs { "sphere", "rosenbrock", "rastrigin" } do functions[#functions + 1] = ng.objective[name] { dim = 5 } end
  local runs = runs_of(functions, 2000)
  show("ecdf", function(file) ng.plot.ecdf(runs, file, { title = "Sphere, Rosenbrock and Rastrigin in 5 variables, 5 starts" }) end)
end

local estimators = { ["two points"] = ng.estimator.two_point { queries = 8 }, orthogonal = ng.estimator.orthogonal { queries = 8 },
  ["one point"] = ng.estimator.one_point { queries = 16 }, coordinate = ng.estimator.coordinate() }

local function estimates(kind, trials)
  local f, x = ng.objective.rosenbrock { dim = 20 }, ng.random(options.seed):normal(20)
  show(kind, function(file) ng.plot.estimates(f, x, file, { estimators = estimators, kind = kind, trials = trials, seed = options.seed }) end)
end
function plots.cosine() estimates("cosine", 200) end
function plots.h() estimates("h", 20) end
function plots.queries() estimates("queries", 100) end

function plots.lines()
  local x, sine, noisy = {}, {}, {}
  local noise = ng.random(options.seed):normal(60)
  for i = 1, 60 do x[i], sine[i], noisy[i] = i / 10, math.sin(i / 10), math.sin(i / 10) + 0.2 * noise[i] end
  show("lines", function(file)
    ng.plot.lines { file = file, title = "A sine and what was measured of it", x = "time, s", y = "voltage, V",
      series = { { name = "sine", x = x, y = sine }, { name = "measured", x = x, y = noisy, style = "points" } } }
  end)
end

function plots.image()
  local hessian = {}
  for i = 1, 24 do
    hessian[i] = {}
    for j = 1, 24 do hessian[i][j] = math.cos((i - j) / 2) * math.exp(-math.abs(i - j) / 6) end
  end
  show("image", function(file) ng.plot.image(hessian, file, { title = "A covariance", label = "covariance" }) end)
end

local function fashion() return ng.data.fashion_mnist { split = "test" } end

function plots.images()
  local data = fashion()
  show("images", function(file) ng.plot.images(data:slice(1, 8), file, { title = data.name }) end)
end

function plots.learning()
  local results = {}
  for i, lr in ipairs { 0.02, 0.005 } do
    local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = lr } }
    results[i] = ng.minimize(ng.objective.sphere { dim = 10 }, { optimizer = zo, x0 = 1, steps = 200, evaluate_every = 20, seed = options.seed, progress = false })
  end
  show("learning", function(file) ng.plot.learning(results, file, { names = { "lr 0.02", "lr 0.005" } }) end)
end

local function attacked()
  local here = arg[0]:match "^(.*)/[^/]*$" or "."
  return ng.attack.run { model = ng.model.load(here .. "/models/fashion_cnn.onnx"), data = fashion(), count = 10, method = ng.attack.square(),
    norm = "linf", eps = 0.1, budget = 500, seed = options.seed, progress = false }
end
function plots.attack()
  local report = attacked()
  show("attack", function(file) ng.plot.attack(report, file, { count = 3 }) end)
end
function plots.curve()
  local report = attacked()
  show("curve", function(file) ng.plot.attack(report, file, { kind = "curve" }) end)
end

function plots.study()
  local study = ng.study { name = "a study", seed = options.seed }
  study:optimize(function(trial)
    local lr, kernel = trial:float("lr", 1e-4, 1, { log = true }), trial:choice("kernel", { "linear", "rbf" })
    return (math.log(lr, 10) + 2) ^ 2 + (kernel == "rbf" and 0 or 0.5) + trial:int("depth", 1, 8) / 8
  end, { trials = 60, progress = false })
  show("study", function(file) ng.plot.study(study, file) end)
end

if options.only ~= "" and not plots[options.only] then
  io.stderr:write("there is no plot '" .. options.only .. "'\n")
  os.exit(2)
end
for _, name in ipairs { "convergence", "ecdf", "cosine", "h", "queries", "lines", "image", "images", "learning", "attack", "curve", "study" } do
  if options.only == "" or options.only == name then
    local drawn, message = pcall(plots[name])
    -- data, ONNX Runtime or gnuplot may not be there
    if not drawn then print(("no %s: %s"):format(name, message)) end
  end
end
