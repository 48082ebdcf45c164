-- The module that `nilgrad new` writes: a whole library, small enough to be replaced piece by piece.
return [==[
-- ${name}: portfolios of four assets that rise and fall independently of each other.
-- An example to replace by what you have; `nilgrad test` says whether it is still a library that others can use.
local ng = require "nilgrad"

local mean = { 0.05, 0.08, 0.12, 0.10 } -- expected return of each asset in a year
local deviation = { 0.08, 0.15, 0.30, 0.22 } -- standard deviation of that return

-- Shares of the money, positive and 1 together, whatever the weights are.
local function shares_of(weights)
  local shares, sum = {}, 0
  for _, weight in ipairs(weights) do sum = sum + weight end
  for i, weight in ipairs(weights) do shares[i] = weight / sum end
  return shares
end

-- A point is the logarithms of the weights, so that every point is a portfolio.
local function shares_at(x)
  local weights = {}
  for i = 1, #mean do weights[i] = math.exp(x[i]) end
  return shares_of(weights)
end

local function point_of(weights)
  local x = shares_of(weights)
  for i = 1, #x do x[i] = math.log(x[i]) end
  return x
end

local function expected_return(shares)
  local sum = 0
  for i, share in ipairs(shares) do sum = sum + share * mean[i] end
  return sum
end

local function variance(shares)
  local sum = 0
  for i, share in ipairs(shares) do sum = sum + (share * deviation[i]) ^ 2 end
  return sum
end

-- The best portfolios are known: the ratio of return to risk is greatest with shares as mean/deviation², where it is the root of the
-- sum of (mean/deviation)²; the variance is least with shares as 1/deviation², where it is 1 over their sum.
local best_ratio, calmest, squares, precision = {}, {}, 0, 0
for i = 1, #mean do
  best_ratio[i], calmest[i] = mean[i] / deviation[i] ^ 2, 1 / deviation[i] ^ 2
  squares, precision = squares + (mean[i] / deviation[i]) ^ 2, precision + calmest[i]
end

local function objective(name, f)
  return ng.objective.define { name = name, dim = #mean, lower = -4, upper = 4, f = f }
end

return ng.library {
  name = "${name}",
  version = "0.1.0",
  summary = "portfolios of four independent assets",
  nilgrad = ">= ${nilgrad}",
  objectives = {
    -- objectives are minimized: the ratio's sign is turned
    sharpe = objective("sharpe", function(x)
      local shares = shares_at(x)
      return -expected_return(shares) / math.sqrt(variance(shares))
    end),
    variance = objective("variance", function(x) return variance(shares_at(x)) end),
  },
  optima = {
    sharpe = { value = -math.sqrt(squares), x = point_of(best_ratio) },
    variance = { value = 1 / precision, x = point_of(calmest) },
  },
}
]==]
