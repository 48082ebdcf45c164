-- Averages, and 95 % intervals of rates, of means and of differences between what was measured on the same things.
local native = require "nilgrad.native"

local statistics = {}

--- mean(values), median(values): nil of none.
function statistics.mean(values)
  local sum = 0
  for _, value in ipairs(values) do sum = sum + value end
  return #values > 0 and sum / #values or nil
end

function statistics.median(values)
  local sorted, count = table.move(values, 1, #values, 1, {}), #values
  if count == 0 then return nil end
  table.sort(sorted)
  return (sorted[(count + 1) // 2] + sorted[count // 2 + 1]) / 2
end

local z = 1.959963984540054 -- the normal distribution's 97.5 %

--- wilson(successes, trials): low, high of Wilson's 95 % interval (1927).
function statistics.wilson(successes, trials)
  if trials == 0 then return 0, 1 end
  local share, squared = successes / trials, z * z
  local centre = (share + squared / (2 * trials)) / (1 + squared / trials)
  local half = z / (1 + squared / trials) * math.sqrt(share * (1 - share) / trials + squared / (4 * trials * trials))
  return successes == 0 and 0 or math.max(centre - half, 0), successes == trials and 1 or math.min(centre + half, 1)
end

--- bootstrap(values, seed, resamples): low, high of the percentile interval, 95 %, of their mean.
function statistics.bootstrap(values, seed, resamples)
  local count, random, means = #values, native.random(seed, 5), {}
  if count == 0 then return 0, 1 end
  for r = 1, resamples do
    local sum = 0
    for _, i in ipairs(random:integer(1, count, count)) do sum = sum + values[i] end
    means[r] = sum / count
  end
  table.sort(means)
  return means[math.max(1, math.ceil(0.025 * resamples))], means[math.ceil(0.975 * resamples)]
end

-- How both, the first alone, the second alone and neither of two yes-or-no measurements came out are called a, b, c, d here.

-- Their correlation φ, with Newcombe's correction for continuity.
local function correlation(a, b, c, d)
  local margins = (a + b) * (c + d) * (a + c) * (b + d)
  if margins == 0 then return 0 end
  local product = a * d - b * c
  if product > 0 then product = math.max(product - (a + b + c + d) / 2, 0) end
  return product / math.sqrt(margins)
end

--- paired_rates(a, b, c, d): low, high of Newcombe's 95 % interval (1998, method 10) for the first's rate minus the second's.
function statistics.paired_rates(a, b, c, d)
  local n = a + b + c + d
  if n == 0 then return -1, 1 end
  local first, second, phi = (a + b) / n, (a + c) / n, correlation(a, b, c, d)
  local first_low, first_high = statistics.wilson(a + b, n)
  local second_low, second_high = statistics.wilson(a + c, n)
  local function distance(x, y) return math.sqrt(math.max(0, x * x - 2 * phi * x * y + y * y)) end
  local difference = first - second
  return difference - distance(first - first_low, second_high - second), difference + distance(first_high - first, second - second_low)
end

--- mcnemar(b, c): the exact two-sided p-value of as uneven a split of b + c, were either as likely to be the one that succeeds.
function statistics.mcnemar(b, c)
  local n, tail, term = b + c, 0, 0 -- term: log of the binomial coefficient
  if n == 0 then return 1 end
  for k = 0, math.min(b, c) do
    tail = tail + math.exp(term - n * math.log(2))
    term = term + math.log((n - k) / (k + 1))
  end
  return math.min(1, 2 * tail)
end

return statistics
