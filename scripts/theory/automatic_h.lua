-- What h = "auto" is worth: the error of finite differences with the h that the search finds, beside the best fixed h of a grid and the
-- default of many programs, h = 1e-8: ten functions, four noise levels, forward and central differences.
-- The noise is normal and another at each evaluation; level 0 is the rounding of the values. The grid has four steps a decade up to
-- max(1, |x|), which is how far a search goes on a function that looks linear. An error is what nine in ten trials stay below, each with
-- its own search, at points within 0.1 % of x; "off" counts the searches whose h is more than 10 times away from their median: with noise
-- at each evaluation, about one in 2,000 is. Waves shorter than the noise's own first guess of h are not among the functions: the
-- search may take them for noise (sin 100x with noise 1e-2: 3 times the best error forward, 30 times central).
-- Usage: nilgrad automatic_h.lua [--trials 100] [--seed 1]
-- Exits with 1 if an error is more than 3 times that of the best fixed h.
local ng = require "nilgrad"

local options = { trials = 100, seed = 1 }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", math.tointeger(tonumber(arg[i + 1] or ""))
  if not name or options[name] == nil or not value then
    io.stderr:write "usage: nilgrad automatic_h.lua [--trials 100] [--seed 1]\n"
    os.exit(2)
  end
  options[name] = value
end

local exp, log, sin, cos, sqrt = math.exp, math.log, math.sin, math.cos, math.sqrt
local function tanh(x) return 1 - 2 / (exp(2 * x) + 1) end
-- name, f, its derivative, where
local functions = {
  { "exp x", exp, exp, 1 },
  { "sin x", sin, cos, 1 },
  { "sin 10x", function(x) return sin(10 * x) end, function(x) return 10 * cos(10 * x) end, 0.37 },
  { "x²", function(x) return x * x end, function(x) return 2 * x end, 1 },
  { "x⁴", function(x) return x ^ 4 end, function(x) return 4 * x ^ 3 end, 2 },
  { "log x", log, function(x) return 1 / x end, 0.3 },
  { "√x", sqrt, function(x) return 0.5 / sqrt(x) end, 4 },
  { "1/x²", function(x) return 1 / (x * x) end, function(x) return -2 / x ^ 3 end, 0.1 },
  { "10⁶ exp −x", function(x) return 1e6 * exp(-x) end, function(x) return -1e6 * exp(-x) end, 1 },
  { "1000+tanh x", function(x) return 1000 + tanh(x) end, function(x) return 1 - tanh(x) ^ 2 end, 0.5 },
}

-- Standard normal numbers, one a call.
local function normals(seed)
  local random, block, used = ng.random(seed), nil, 0
  return function()
    if not block or used == #block then block, used = random:normal(4096):table(), 0 end
    used = used + 1
    return block[used]
  end
end

-- The error of differences with this h that nine in ten trials stay below, the median h used, evaluations that a search took on average,
-- and how many searches were off.
local function measure(row, sigma, side, h)
  local name, f, derivative, centre = table.unpack(row)
  local normal = normals(options.seed)
  local noisy = function(x) return f(x[1]) + (sigma > 0 and sigma * normal() or 0) end
  local estimator = ng.estimator.coordinate { h = h, side = side }
  local errors, steps, searching, off = {}, {}, 0, 0
  for trial = 1, options.trials do
    local x = centre * (1 + 1e-3 * (trial / options.trials - 0.5))
    local e = ng.estimate(noisy, { x }, { estimator = estimator, seed = options.seed, stream = trial })
    errors[trial], steps[trial], searching = math.abs(e:dense()[1] - derivative(x)), e.h[1], searching + e.search_evaluations
  end
  table.sort(errors)
  table.sort(steps)
  local median = steps[(options.trials + 1) // 2]
  for _, step in ipairs(steps) do
    if step > 10 * median or step < median / 10 then off = off + 1 end
  end
  return errors[math.ceil(0.9 * options.trials)], median, searching / options.trials, off
end

local outside, rows = 0, 0
for _, side in ipairs { "forward", "central" } do
  print(("%s%s differences, %d trials, seed %d"):format(side == "central" and "\n" or "", side, options.trials, options.seed))
  print "function      noise    best h   its error   automatic h  its error   times the best  evaluations  off   error with 1e-8"
  for _, row in ipairs(functions) do
    for _, sigma in ipairs { 0, 1e-8, 1e-5, 1e-2 } do
      local best, best_h = math.huge, nil
      local last = math.floor(4 * math.log(math.max(1, row[4]), 10))
      for k = -40, last do
        local error = measure(row, sigma, side, 10 ^ (k / 4))
        if error < best then best, best_h = error, 10 ^ (k / 4) end
      end
      local automatic, h, cost, off = measure(row, sigma, side, "auto")
      local ratio = automatic / best
      -- Errors at the rounding of the derivative itself are as good as none.
      local far = ratio > 3 and automatic > 1e-14 * math.abs(row[3](row[4]))
      rows, outside = rows + 1, outside + (far and 1 or 0)
      print(("%s%s %5.0e   %7.1e   %9.1e   %11.1e  %9.1e   %14.2f  %11.0f  %3d   %15.1e%s"):format(row[1], (" "):rep(12 - utf8.len(row[1])),
        sigma, best_h, best, h, automatic, ratio, cost, off, (measure(row, sigma, side, 1e-8)), far and "  <- more than 3" or ""))
    end
  end
end
print(("\n%d of %d within 3 times the error of the best fixed h"):format(rows - outside, rows))
os.exit(outside > 0 and 1 or 0, true)
