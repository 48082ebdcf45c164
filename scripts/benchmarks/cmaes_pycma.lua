-- Evaluations that ng.optimizer.cmaes and pycma need until a value of 1e-8, in the same protocol: the same functions, start points and
-- first standard deviations (x0 = 3, 3 and 0, sigma = 0.5), defaults otherwise; on Rastrigin's function, in coordinates rotated at random, from
-- uniform points of [-5, 5]^d with sigma = 2 and bipop restarts, 2e6 evaluations at most.
-- Usage: nilgrad cmaes_pycma.lua [seeds] [python]         e.g. after: python3 -m venv /tmp/cma && /tmp/cma/bin/pip install cma
--        nilgrad cmaes_pycma.lua 15 /tmp/cma/bin/python
local ng = require "nilgrad"
local json = require "nilgrad.json"

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local seeds, python = tonumber(arg[1]) or 15, arg[2] or "python3"

local function evaluations(f, seed, options)
  options.seed, options.target, options.progress = seed, 1e-8, false
  local r = ng.minimize(f, options)
  return r.reason == "target" and r.evaluations or nil
end

local starts = { sphere = 3, ellipsoid = 3, rosenbrock = 0 }

local function ours(name, dim, seed)
  if starts[name] then
    return evaluations(ng.objective[name] { dim = dim }, seed, { x0 = starts[name], optimizer = ng.optimizer.cmaes { sigma = 0.5 } })
  end
  local x0 = ng.random(seed):uniform(dim) * 10 - 5
  return evaluations(ng.objective.rastrigin { dim = dim, rotation = seed }, seed,
    { x0 = x0, lower = -math.huge, upper = math.huge, budget = 2000000, optimizer = ng.optimizer.cmaes { sigma = 2, restarts = "bipop" } })
end

-- A run that never arrives counts as infinitely long.
local function lengths(counts)
  local list = {}
  for i = 1, seeds do
    local count = counts[i]
    list[i] = math.type(count) and count or math.huge
  end
  return list
end

local function median(numbers)
  local sorted = table.move(numbers, 1, #numbers, 1, {})
  table.sort(sorted)
  return (sorted[(#sorted + 1) // 2] + sorted[#sorted // 2 + 1]) / 2
end

-- 95 % of the ratio of the medians, by the bootstrap.
local function interval(a, b)
  local random, ratios = ng.random(1), {}
  local function again(list)
    local drawn = {}
    for i = 1, #list do drawn[i] = list[random:integer(1, #list)] end
    return median(drawn)
  end
  for i = 1, 2000 do ratios[i] = again(a) / again(b) end
  table.sort(ratios)
  return ratios[50], ratios[1950]
end

local pipe = assert(io.popen(("'%s' '%s/cmaes_pycma.py' %d"):format(python, here, seeds)))
print(("%-18s %3s %12s %12s %6s %16s"):format("function", "d", "nilgrad", "pycma", "ratio", "95 %"))
for line in pipe:lines() do
  local theirs = json.decode(line)
  local counts = {}
  for seed = 1, seeds do counts[seed] = ours(theirs.name, theirs.dim, seed) or false end
  local a, b = lengths(counts), lengths(theirs.evaluations)
  local low, high = interval(a, b)
  print(("%-18s %3d %12.0f %12.0f %6.2f %8.2f … %5.2f"):format(theirs.name, theirs.dim, median(a), median(b), median(a) / median(b), low, high))
end
if not pipe:close() then
  io.stderr:write(("%s cannot run pycma: python3 -m venv /tmp/cma && /tmp/cma/bin/pip install cma, then give /tmp/cma/bin/python\n"):format(python))
  os.exit(1)
end
