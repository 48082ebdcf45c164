-- The U-curve: the error of a finite difference against h when values are noisy. Too small an h divides the noise, too large an h bends:
-- forward |f''|h/2 and √2 σ/h, central |f'''|h²/6 and σ/(√2 h). The h that "auto" finds is marked on each curve.
-- f(x) = exp x at x = 0, where every derivative is 1; noise 0 is the rounding of the values, about 1e-16.
-- Usage: nilgrad step_size.lua [--trials 100] [--seed 1] [--out step_size.png] [--plot yes|no]
-- Exits with 1 if an automatic h has more than 3 times the error of the best h of the curve.
local ng = require "nilgrad"

local options = { trials = 100, seed = 1, out = "step_size.png", plot = "yes" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write "usage: nilgrad step_size.lua [--trials 100] [--seed 1] [--out step_size.png] [--plot yes|no]\n"
    os.exit(2)
  end
  options[name] = value
end

local function noisy(sigma)
  local random, block, used = ng.random(options.seed), nil, 0
  return function(x)
    if sigma == 0 then return math.exp(x[1]) end
    if not block or used == #block then block, used = random:normal(4096):table(), 0 end
    used = used + 1
    return math.exp(x[1]) + sigma * block[used]
  end
end

-- Root mean square error over the trials, and the median h. Points differ a little, so that roundings do.
local function measure(sigma, side, h)
  local f, squares, steps = noisy(sigma), 0, {}
  for trial = 1, options.trials do
    local x = 1e-3 * (trial / options.trials - 0.5)
    local e = ng.estimate(f, { x }, { estimator = ng.estimator.coordinate { h = h, side = side }, seed = options.seed, stream = trial })
    squares, steps[trial] = squares + (e:dense()[1] - math.exp(x)) ^ 2, e.h[1]
  end
  table.sort(steps)
  return math.sqrt(squares / options.trials), steps[(options.trials + 1) // 2]
end

local series, outside = {}, 0
print(("f(x) = exp x at 0, %d trials, seed %d"):format(options.trials, options.seed))
print "side     noise    best h   its error   automatic h  its error   times the best"
for colour, case in ipairs { { "forward", 1e-8 }, { "forward", 1e-3 }, { "central", 0 }, { "central", 1e-8 }, { "central", 1e-3 } } do
  local side, sigma = case[1], case[2]
  local x, y, best, best_h = {}, {}, math.huge, nil
  for k = -36, 3 do
    local h = 10 ^ (k / 4)
    local error = measure(sigma, side, h)
    x[#x + 1], y[#y + 1] = h, error
    if error < best then best, best_h = error, h end
  end
  local error, h = measure(sigma, side, "auto")
  if error > 3 * best then outside = outside + 1 end
  print(("%s  %5.0e   %7.1e   %9.1e   %11.1e  %9.1e   %14.2f"):format(side, sigma, best_h, best, h, error, error / best))
  series[#series + 1] = { name = ("%s, noise %g"):format(side, sigma), x = x, y = y, colour = colour }
  series[#series + 1] = { name = "", x = { h }, y = { error }, style = "points", colour = colour }
end
series[#series].name = "automatic h"

if options.plot ~= "no" then
  local drawn, message = pcall(ng.plot.lines, {
    title = "Error of a difference quotient: noise on the left, curvature on the right", x = "smoothing step h",
    y = "root mean square error", log = "xy", file = options.out, series = series,
  })
  print(drawn and "\nwritten: " .. options.out or "\nno picture: " .. message)
end
os.exit(outside > 0 and 1 or 0, true)
