-- Parallel coordinates: a line for each trial, through its parameters and its value.
local Axis = require "nilgrad.plot.study.axis"
local view = require "nilgrad.plot.study.view"

local most = 12
local most_lines = 400
local absent = -0.09   -- where a line passes a parameter that its trial was not asked for

local function axes_of(data)
  local axes = {}
  for _, name in ipairs(data.names) do
    if data.domains[name].kind ~= "permutation" and #axes < most then axes[#axes + 1] = Axis.of(name, data.domains[name]) end
  end
  return axes
end

-- Where a value lies on the last axis: the best on top.
local function height(data, range, value)
  local scale = range.log and math.log or function(x) return x end
  local u = (scale((view.clip(value, range))) - scale(range.low)) / (scale(range.high) - scale(range.low))
  return data.maximize and u or 1 - u
end

local function line_of(trial, axes, last, colour)
  local rows = {}
  for i, axis in ipairs(axes) do
    local u = axis:at(trial.params[axis.name])
    rows[i] = { i, u and u + axis:spread(trial.number, 0.25) or absent, colour }
  end
  if last then rows[#rows + 1] = { #axes + 1, last, colour } end
  return rows
end

-- Complete trials, the best last, so that it is on top.
local function lines_of(data, axes, range)
  local list = data:complete()
  table.sort(list, function(a, b)
    local u, v = data:value(a), data:value(b)
    if u ~= v then return data:better(v, u) end
    return a.number > b.number
  end)
  list = table.move(list, math.max(1, #list - most_lines + 1), #list, 1, {})
  local lines = {}
  for i, trial in ipairs(list) do lines[i] = line_of(trial, axes, height(data, range, data:value(trial)), (i - 1) / math.max(1, #list - 1)) end
  return lines
end

local function stopped(data, axes, state)
  local lines = {}
  for _, trial in ipairs(data.trials) do
    if trial.state == state and #lines < most_lines and next(trial.params or {}) then lines[#lines + 1] = line_of(trial, axes) end
  end
  return lines
end

-- Names beside each other take turns in height where they are long, and are cut where they are longer.
local function shown_name(name, count)
  local room = math.floor(240 / (count + 1))
  local length = utf8.len(name) or #name
  return length > room and name:sub(1, (utf8.offset(name, room) or room + 1) - 1) .. "…" or name
end

local function draw_axis(panel, i, count, name, marks)
  panel:add("set arrow from %d, 0 to %d, 1 nohead linecolor '#666666' linewidth 1.2 front", i, i)
  panel:text(i, count > 7 and i % 2 == 0 and 1.15 or 1.07, shown_name(name, count), "center textcolor '#222222' font ',10'")
  for _, mark in ipairs(marks) do
    panel:text(i, mark[1], mark[2], "right offset -0.9,0 textcolor '#222222' boxed front font ',9'")
    panel:add("set arrow from %.4f, %.6g to %d, %.6g nohead linecolor '#666666' front", i - 0.02, mark[1], i, mark[1])
  end
end

local function value_marks(data, range)
  local axis = Axis.of("value", { kind = "float", low = range.low, high = range.high, log = range.log })
  local marks = axis:marks(5)
  for _, mark in ipairs(marks) do
    if not data.maximize then mark[1] = 1 - mark[1] end
  end
  return marks
end

return function(page, data)
  page:row(380)
  local axes, numbers = axes_of(data), {}
  for _, trial in ipairs(data:complete()) do numbers[#numbers + 1] = data:value(trial) end
  local range = data:range(numbers)
  local panel = page:panel("Parallel coordinates", { left = 60, right = 40, bottom = 20, top = 76 })
  local lacks = false
  for i, axis in ipairs(axes) do
    draw_axis(panel, i, #axes, axis:label(), axis:marks(6))
    for _, trial in ipairs(data.trials) do lacks = lacks or not axis:at((trial.params or {})[axis.name]) end
  end
  draw_axis(panel, #axes + 1, #axes, data:objective_name(), value_marks(data, range))
  if lacks then panel:text(0.9, absent, "not asked", "right textcolor '#888888' font ',9'") end
  panel:add("set xrange [0.6:%.6g]; set yrange [-0.14:1.02]; unset border; unset tics; unset grid; unset colorbox", #axes + 1.15)
  panel:add "set style textbox opaque noborder margins 0.3, 0.3"
  panel:add "set palette defined (0 '#e3e8ee', 0.5 '#9ecae1', 0.85 '#3182bd', 1 '#08306b'); set cbrange [0:1]"
  local colours = view.colours
  local pruned, failed, lines = stopped(data, axes, "pruned"), stopped(data, axes, "failed"), lines_of(data, axes, range)
  if #pruned > 0 then panel:curve(panel:groups(pruned), ("using 1:2 with lines linecolor '#a0%s' linewidth 0.6"):format(colours.pruned:sub(2)), "pruned") end
  if #failed > 0 then panel:curve(panel:groups(failed), ("using 1:2 with lines linecolor '#90%s' linewidth 0.8"):format(colours.failed:sub(2)), "failed") end
  if #lines > 0 then
    panel:curve(panel:groups(lines), "using 1:2:3 with lines linecolor palette linewidth 1",
      (#lines < most_lines and "complete" or ("best %d"):format(most_lines)) .. ": the darker the better")
    panel:curve(panel:block(lines[#lines]), ("using 1:2 with lines linecolor '%s' linewidth 3"):format(colours.best), "best")
  end
  if #panel.curves == 0 then panel:curve("NaN", "") end
end
