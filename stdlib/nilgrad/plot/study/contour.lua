-- The objective over pairs of parameters: a smooth surface through the complete trials, and the trials on it.
local Axis = require "nilgrad.plot.study.axis"
local view = require "nilgrad.plot.study.view"

local cells = 48          -- along each side of a surface
local width = 0.09        -- of the kernel, in the unit square
local most_points = 600   -- of a surface: the latest
local none_near = 80      -- in squared widths: another choice's trials
local a_row = 3

-- Trials that have both, at their places.
local function placed(data, trials, across, up)
  local list = {}
  for _, trial in ipairs(trials) do
    local x, y = across:at(trial.params[across.name]), up:at(trial.params[up.name])
    if x and y then list[#list + 1] = { x = x, y = y, value = data:value(trial), trial = trial } end
  end
  return list
end

-- A choice's values are told apart sharply.
local function coordinate(axis, i)
  local u = (i - 0.5) / cells
  if not axis.domain.choices then return u end
  local count = #axis.domain.choices
  return (math.min(count - 1, math.floor(u * count)) + 0.5) / count
end

local function kernel(axis)
  if axis.domain.choices then return 1e-4 end
  return 2 * width * width
end

-- Nadaraya and Watson's weighted means; where no trial is near, the nearest ones count, but for a choice that none has.
local function surface(points, across, up, scaled)
  local rows, wide, high = {}, kernel(across), kernel(up)
  for j = 1, cells do
    local y = coordinate(up, j)
    for i = 1, cells do
      local x, least = coordinate(across, i), math.huge
      local far = {}
      for k, point in ipairs(points) do
        far[k] = (point.x - x) ^ 2 / wide + (point.y - y) ^ 2 / high
        least = math.min(least, far[k])
      end
      local sum, weights = 0, 0
      for k, point in ipairs(points) do
        local weight = math.exp(least - far[k])
        sum, weights = sum + weight * scaled(point.value), weights + weight
      end
      rows[#rows + 1] = { (i - 0.5) / cells, (j - 0.5) / cells, least < none_near and sum / weights or 0 / 0 }
    end
  end
  return rows
end

local function draw(page, data, across, up, range)
  local panel = page:panel(("%s × %s"):format(across.name, up.name), { left = 100, right = 78 })
  local scale, back = function(x) return x end, function(x) return x end
  if range.log then scale, back = function(x) return math.log(x, 10) end, function(x) return 10.0 ^ x end end
  local function scaled(value) return scale((view.clip(value, range))) end
  local points = placed(data, data:complete(), across, up)
  panel.unkeyed = true
  panel:add "set xrange [0:1]; set yrange [0:1]; unset grid; set border 15"
  panel:add(data.maximize and "set palette defined (0 '#f7fbff', 0.5 '#9ecae1', 0.8 '#4292c6', 1 '#08306b')"
    or "set palette defined (0 '#08306b', 0.2 '#4292c6', 0.5 '#9ecae1', 1 '#f7fbff')")
  panel:add("set cbrange [%.9g:%.9g]", scale(range.low), scale(range.high))
  local marks = {}
  for _, mark in ipairs(Axis.of("value", { kind = "float", low = range.low, high = range.high, log = range.log }):marks(5)) do
    marks[#marks + 1] = { scale(range.low) + mark[1] * (scale(range.high) - scale(range.low)), mark[2] }
  end
  panel:marks("cb", marks)
  panel:marks("x", across:marks(4))
  panel:marks("y", up:marks(5))
  panel:label("xlabel", across:label())
  panel:label("ylabel", up:label())
  if #points >= 3 then
    local latest = table.move(points, math.max(1, #points - most_points + 1), #points, 1, {})
    panel:curve(panel:block(surface(latest, across, up, scaled)), "using 1:2:3 with image")
  else
    panel:curve("NaN", "")
  end
  local complete, others, failed, best = {}, {}, {}, data:best()
  for _, point in ipairs(placed(data, data.trials, across, up)) do
    local list = point.trial.state == "complete" and complete or point.trial.state == "failed" and failed or others
    list[#list + 1] = { point.x, point.y }
  end
  panel:points(others, "pointtype 2 pointsize 0.4 linecolor '#707070'")
  panel:points(complete, "pointtype 7 pointsize 0.35 linecolor '#222222'")
  panel:points(failed, ("pointtype 2 pointsize 0.6 linewidth 1.5 linecolor '%s'"):format(view.colours.failed))
  if best then
    local at = placed(data, { best }, across, up)[1]
    if at then panel:points({ { at.x, at.y } }, ("pointtype 6 pointsize 1.8 linewidth 2.5 linecolor '%s'"):format(view.colours.best)) end
  end
end

return function(page, data, options)
  local axes, numbers = {}, {}
  for _, name in ipairs(data.names) do
    local wanted = options.params and #options.params or 3
    if data.domains[name].kind ~= "permutation" and #axes < wanted then axes[#axes + 1] = Axis.of(name, data.domains[name]) end
  end
  if #axes < 2 then require "nilgrad.raise" "a contour needs two parameters that are no permutations" end
  for _, trial in ipairs(data:complete()) do numbers[#numbers + 1] = data:value(trial) end
  local range, drawn = data:range(numbers), 0
  local pairs_in_all = #axes * (#axes - 1) // 2
  for i = 1, #axes do
    for j = i + 1, #axes do
      if drawn % a_row == 0 then page:row(pairs_in_all == 1 and 560 or 340) end
      draw(page, data, axes[i], axes[j], range)
      drawn = drawn + 1
    end
  end
  for _ = drawn, math.ceil(drawn / a_row) * a_row - 1 do
    if drawn > a_row then page:gap() end
  end
end
