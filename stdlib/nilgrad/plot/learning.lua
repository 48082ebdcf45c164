-- ng.plot.learning: how runs learnt: their values step by step, and the figures that they were judged by.
local native = require "nilgrad.native"
local gnuplot = require "nilgrad.plot.gnuplot.gnuplot"
local raise = require "nilgrad.raise"

local check = native.catalog.describe {
  kind = "plot", name = "learning",
  summary = "learning curves of one run or several: values of minibatches, and what evaluate_every measured",
  signature = "ng.plot.learning(result or list of results, file, options)",
  options = {
    { name = "names", type = "any", help = "a list of what the runs are called", default_text = "run 1, run 2, …" },
    { name = "title", type = "string", help = "above the picture" },
    { name = "smooth", type = "number", default = 0.05, min = 0, max = 1,
      help = "the line of values is a running mean over this share of the run; the values themselves are pale behind it" },
    { name = "width", type = "integer", default = 1000, min = 100, max = 20000, unit = "pixels", help = "of the picture" },
    { name = "height", type = "integer", default = 340, min = 100, max = 20000, unit = "pixels", help = "of each of its panels" },
  },
  example = [[
local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = 0.02 } }
local result = ng.minimize(ng.objective.sphere { dim = 5 }, { optimizer = zo, x0 = 1, steps = 40, evaluate_every = 10, seed = 1 })
ng.plot.learning(result, os.tmpname() .. ".svg")]],
}

-- Okabe and Ito's colours, told apart by everyone.
local colours = { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }

local function is_result(value) return type(value) == "table" and type(value.curve) == "table" and type(value.evaluated) == "table" end

local function runs_of(results, names)
  if is_result(results) then results = { results } end
  if type(results) ~= "table" or #results == 0 then raise("ng.plot.learning needs a result of a run, or a list of them, got %s", tostring(results)) end
  if names ~= nil and (type(names) ~= "table" or #names ~= #results) then
    raise("option 'names' of ng.plot.learning must be a list of %d names, one for each run", #results)
  end
  local runs = {}
  for i, result in ipairs(results) do
    if not is_result(result) then raise("run %d is a %s, not a result of ng.minimize or ng.resume", i, type(result)) end
    if #result.curve == 0 then raise("run %d has finished no step", i) end
    runs[i] = { name = names and tostring(names[i]) or #results > 1 and "run " .. i or "minibatches", result = result, colour = colours[(i - 1) % #colours + 1] }
  end
  return runs
end

-- Means over as many points on both sides of each, fewer at the ends; what is not finite is left out of them.
local function smoothed(curve, share)
  local reach, rows = math.floor(#curve * share / 2), {}
  for i, point in ipairs(curve) do
    local sum, count = 0, 0
    for j = math.max(1, i - reach), math.min(#curve, i + reach) do
      local value = curve[j].value
      if value == value and math.abs(value) < math.huge then sum, count = sum + value, count + 1 end
    end
    rows[i] = { point.step, point.value, count > 0 and sum / count or 0 / 0 }
  end
  return rows
end

-- The names of all figures but "step", in the order of the alphabet.
local function figures_of(runs)
  local seen, names = { step = true }, {}
  for _, run in ipairs(runs) do
    for _, figures in ipairs(run.result.evaluated) do
      for name in pairs(figures) do
        if not seen[name] then
          seen[name] = true
          names[#names + 1] = name
        end
      end
    end
  end
  table.sort(names)
  return names
end

local picture = {}
picture.__index = picture

function picture:add(line) self.script[#self.script + 1] = line end

--- A block of rows under a name that is not taken; nothing where there are none.
function picture:block(rows)
  self.blocks = self.blocks + 1
  self:add(gnuplot.block("block" .. self.blocks, rows))
  return "$block" .. self.blocks
end

local function title(text) return text and ("title %s noenhanced"):format(gnuplot.quote(text)) or "notitle" end

--- The curves of a figure in all runs; the best step has a ring around it.
function picture:figure_curves(runs, figure, named)
  local curves = {}
  for _, run in ipairs(runs) do
    local rows, best = {}, {}
    for _, figures in ipairs(run.result.evaluated) do
      if figures[figure] then rows[#rows + 1] = { figures.step, figures[figure] } end
      if figures.step == run.result.best_step then best[1] = rows[#rows] end
    end
    if #rows > 0 then
      curves[#curves + 1] = ("%s using 1:2 with linespoints linecolor '%s' linewidth 2 dashtype '--' pointtype 7 pointsize 0.8 %s"):format(
        self:block(rows), run.colour, title(named(run)))
    end
    if #best > 0 then
      curves[#curves + 1] = ("%s using 1:2 with points linecolor '%s' linewidth 2 pointtype 6 pointsize 2 notitle"):format(self:block(best), run.colour)
    end
  end
  return curves
end

function picture:value_curves(runs, share)
  local pale, means = {}, {}
  for _, run in ipairs(runs) do
    local block = self:block(smoothed(run.result.curve, share))
    pale[#pale + 1] = ("%s using 1:2 with lines linecolor '#b0%s' linewidth 1 notitle"):format(block, run.colour:sub(2))
    means[#means + 1] = ("%s using 1:3 with lines linecolor '%s' linewidth 2 %s"):format(block, run.colour, title(run.name))
  end
  return table.move(means, 1, #means, #pale + 1, pale)
end

--- Panel `row` of `self.count`, the first one on top.
function picture:panel(row, label, curves)
  local height = (1 - self.head) / self.count
  local top = 1 - self.head - (row - 1) * height
  self:add(("set tmargin at screen %.5f; set bmargin at screen %.5f"):format(top - 0.03 * height, top - 0.83 * height))
  self:add(("set ylabel %s noenhanced"):format(gnuplot.quote(label)))
  self:add(row == self.count and "set xlabel 'steps'" or "unset xlabel")
  self:add("plot " .. table.concat(curves, ", \\\n  "))
end

local function steps_of(runs)
  local most = 0
  for _, run in ipairs(runs) do most = math.max(most, run.result.curve[#run.result.curve].step) end
  return most
end

return function(results, file, options)
  options = check(options or {})
  if type(file) ~= "string" then raise("ng.plot.learning needs the picture's name, got %s", tostring(file)) end
  local runs = runs_of(results, options.names)
  local judged, others = nil, {}
  for _, name in ipairs(figures_of(runs)) do
    if name == "loss" or name == "value" then judged = name else others[#others + 1] = name end
  end
  local self = setmetatable({ script = {}, blocks = 0, count = 1 + #others, head = options.title and 0.06 or 0 }, picture)
  self:add "set border 3 linecolor '#444444'; set tics nomirror textcolor '#222222'; set grid linecolor '#dddddd' linetype 1 linewidth 1"
  self:add "set key outside right top vertical Left reverse samplen 3 spacing 1.25; set lmargin 10; set rmargin 30"
  self:add(("set xrange [0:%d]; set multiplot"):format(steps_of(runs)))
  if options.title then self:add(("set label 1 %s at screen 0.5, screen 0.97 center noenhanced"):format(gnuplot.quote(options.title))) end
  local values = self:value_curves(runs, options.smooth)
  if judged then
    local held_out = self:figure_curves(runs, judged, function(run) return #runs == 1 and "held out" or run.name .. ", held out" end)
    table.move(held_out, 1, #held_out, #values + 1, values)
  end
  self:panel(1, judged or "value", values)
  self:add "unset label"
  for i, name in ipairs(others) do self:panel(i + 1, name, self:figure_curves(runs, name, function(run) return #runs == 1 and "held out" or run.name end)) end
  self:add "unset multiplot"
  gnuplot.draw(file, options.width, math.floor(options.height * self.count / (1 - self.head)), 12, self.script)
end
