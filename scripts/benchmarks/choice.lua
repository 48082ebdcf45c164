-- What the rule by which ng.minimize chooses an optimizer rests on: seven test functions, four of them rotated at random, started at random
-- points of a box that is not centred on their minima, under budgets of 3 to 1000 evaluations a variable. Prints, for each
-- dimension and budget, how many powers of ten each optimizer gains on the start value (12 at most; the mean over functions and seeds), the best
-- one marked *, and what the rule chooses. With noise, each value has an error of 0.1 % of the start value added (the
-- true value of the best point counts, 6 at most).
-- Usage: nilgrad choice.lua [seeds] [dimensions, separated by commas] [noisy]
local ng = require "nilgrad"

local seeds, noisy = tonumber(arg[1]) or 3, arg[3] == "noisy"
local dimensions = {}
for d in (arg[2] or "1,2,5,10,20,40,100,200,500"):gmatch "%d+" do dimensions[#dimensions + 1] = tonumber(d) end

local functions = {
  { "sphere" }, { "ellipsoid", rotated = true }, { "rosenbrock", least = 2 }, { "rastrigin", rotated = true }, { "ackley", rotated = true },
  { "griewank", rotated = true }, { "levy" },
}
local optimizers = {
  { "random_search", function(width) return ng.optimizer.random_search { sigma = 0.03 * width } end },
  { "one_plus_one", function() return ng.optimizer.one_plus_one() end },
  { "nelder_mead", function() return ng.optimizer.nelder_mead() end, most = 40 },
  { "cobyla", function() return ng.optimizer.cobyla() end, most = 20 },
  { "bobyqa", function() return ng.optimizer.bobyqa() end, least = 2, most = 40 },
  { "cmaes", function() return ng.optimizer.cmaes() end, most = 500 },
  { "cmaes bipop", function() return ng.optimizer.cmaes { restarts = "bipop" } end, most = 500 },
  { "zeroth_order", function(width)
    return ng.optimizer.zeroth_order {
      estimator = ng.estimator.two_point { queries = 8, h = noisy and "auto" or nil, perturbation = ng.perturbation.rademacher() },
      update = ng.update.adam { lr = ng.schedule.cosine { from = 0.02 * width, to = 0.0002 * width } },
    }
  end, least = noisy and 3 }, -- h = "auto" measures the noise with 7 evaluations first
  { "(the rule)", function() return nil end },
}

-- The function, its box, moved so that the minimum is not in its middle, and a start point.
local function problem(entry, d, seed)
  local f = ng.objective[entry[1]] { dim = d, rotation = entry.rotated and seed or nil }
  local half = f.upper or 5
  local lower, upper = -0.7 * half, 1.3 * half
  return f, lower, upper, ng.random(seed * 1000 + d):uniform(d) * (upper - lower) + lower
end

local function gain(entry, d, budget, optimizer, seed)
  local f, lower, upper, x0 = problem(entry, d, seed)
  local first, random = f(x0), ng.random(seed)
  local g = not noisy and f or ng.objective.define { dim = d, point = "tensor", f = function(x) return f(x) + 1e-3 * first * random:normal() end }
  local r = ng.minimize(g, { optimizer = optimizer[2](upper - lower), x0 = x0, lower = lower, upper = upper, budget = budget, seed = seed,
    noisy = noisy or nil, progress = false })
  local reached = noisy and f(r.x) or r.value
  if r.value ~= r.value then return 0, r.optimizer end -- no request fitted into the budget
  return math.max(0, math.min(noisy and 6 or 12, -math.log(math.max(reached, 1e-300) / first, 10))), r.optimizer
end

local function row(d, per_variable)
  local cells, best, best_gain, rule = {}, nil, -1, nil
  for i, optimizer in ipairs(optimizers) do
    if d >= (optimizer.least or 1) and d <= (optimizer.most or math.huge) then
      local sum, count = 0, 0
      for _, entry in ipairs(functions) do
        if d >= (entry.least or 1) then
          for seed = 1, seeds do
            local value, name = gain(entry, d, per_variable * d, optimizer, seed)
            sum, count, rule = sum + value, count + 1, name
          end
        end
      end
      cells[i] = sum / count
      if cells[i] > best_gain and i < #optimizers then best, best_gain = i, cells[i] end
    end
  end
  local text = ("%4d %8d"):format(d, per_variable)
  for i = 1, #optimizers do text = text .. (cells[i] and ("%13.2f%s"):format(cells[i], i == best and "*" or " ") or (" "):rep(14)) end
  print(text .. "  " .. rule:match "^ng%.optimizer%.([%w_]+)")
end

local head = ("%4s %8s"):format("d", "budget/d")
for _, optimizer in ipairs(optimizers) do head = head .. ("%13s "):format(optimizer[1]) end
print(head)
for _, d in ipairs(dimensions) do
  for _, per_variable in ipairs { 3, 10, 30, 100, 300, 1000 } do
    if d * per_variable <= 60000 then row(d, per_variable) end
  end
end
