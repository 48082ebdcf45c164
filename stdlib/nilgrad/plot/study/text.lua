-- text(screen, data, options): the lines that show a study on a terminal: the kinds of pictures that are charts, and importance as bars.
local Axis = require "nilgrad.plot.study.axis"
local chart_lines = require "nilgrad.plot.terminal.chart"
local pareto = require "nilgrad.plot.study.pareto"
local raise = require "nilgrad.raise"
local record = require "nilgrad.plot.study.history".record
local steps = require "nilgrad.plot.figure.steps"
local view = require "nilgrad.plot.study.view"
local words = require "nilgrad.plot.terminal.words"

local most_slices, slice_marks = 6, 5

local charts = {}   -- by kind: a list of charts

local function y_axis(data, range) return { label = data:objective_name(), low = range.low, high = range.high, log = range.log } end

-- Points of trials by state, where `place` gives their x: what is beyond the range is drawn at its edge.
local function scattered(data, range, place)
  local rows = { complete = {}, pruned = {}, failed = {}, running = {} }
  for _, trial in ipairs(data.trials) do
    local x, value = place(trial), data:value(trial)
    local list = rows[trial.state]
    if x and trial.state == "failed" then list[#list + 1] = { x, range.low } end
    if x and list and trial.state ~= "failed" and view.is_finite(value) then list[#list + 1] = { x, (view.clip(value, range)) } end
  end
  local series = {}
  for _, state in ipairs { "pruned", "complete", "running", "failed" } do
    if #rows[state] > 0 then series[#series + 1] = { name = state, style = "points", colour = view.colours[state], rows = rows[state] } end
  end
  return series
end

local function range_of(data)
  local numbers = {}
  for _, trial in ipairs(data:complete()) do numbers[#numbers + 1] = data:value(trial) end
  return data:range(numbers)
end

function charts.history(data)
  local range = range_of(data)
  local series, best = scattered(data, range, function(trial) return trial.number end), record(data)
  if #best > 0 then series[#series + 1] = { name = "best so far", style = "lines", colour = view.colours.best, rows = steps(best) } end
  return { { x = { label = "trial" }, y = y_axis(data, range), series = series } }
end

function charts.slice(data)
  local list, range = {}, range_of(data)
  for _, name in ipairs(data.names) do
    if data.domains[name].kind ~= "permutation" and #list < most_slices then
      local axis = Axis.of(name, data.domains[name])
      local marks = {}
      for i, mark in ipairs(axis:marks(slice_marks)) do marks[i] = { mark[1], mark[2] } end
      list[#list + 1] = { x = { label = axis:label(), low = -0.02, high = 1.02, marks = marks }, y = y_axis(data, range),
        series = scattered(data, range, function(trial)
          local at = axis:at(trial.params[name])
          return at and at + axis:spread(trial.number, 0.5)
        end) }
    end
  end
  return list
end

-- All curves of one state are one series, with gaps between them.
function charts.intermediate(data)
  local numbers, rows = {}, { pruned = {}, complete = {}, failed = {}, running = {} }
  for _, trial in ipairs(data.trials) do
    for _, report in ipairs(trial.reports or {}) do numbers[#numbers + 1] = report.value end
  end
  if #numbers == 0 then raise("ng.plot.study: no trial of '%s' has reported anything", data.study.name) end
  local range = data:range(numbers)
  for _, trial in ipairs(data.trials) do
    local list = rows[trial.state] or {}
    for _, report in ipairs(trial.reports or {}) do
      if view.is_finite(report.value) then list[#list + 1] = { report.step, (view.clip(report.value, range)) } end
    end
    list[#list + 1] = { 0 / 0, 0 / 0 }
  end
  local series = {}
  for _, state in ipairs { "pruned", "failed", "complete", "running" } do
    if #rows[state] > 0 then series[#series + 1] = { name = state, style = "lines", colour = view.colours[state], rows = rows[state] } end
  end
  return { { x = { label = "step" }, y = { label = "reported value", low = range.low, high = range.high, log = range.log }, series = series } }
end

function charts.pareto(data)
  local list = {}
  for i, pair in ipairs(pareto.pairs_of(data)) do
    local axes = {}
    for k, range in ipairs(pair.ranges) do axes[k] = { label = pair.names[k], low = range.low, high = range.high, log = range.log } end
    list[i] = { x = axes[1], y = axes[2], series = { { name = "other trials", style = "points", colour = "#9ab8cc", rows = pair.others },
      { name = "Pareto front", style = "points", colour = view.colours.failed, rows = pair.front } } }
  end
  return list
end

local function bars(data, screen)
  local longest, lines = 0, { screen:bold "share of the variance that each parameter explains" }
  for _, one in ipairs(data.importances) do longest = math.max(longest, words.width(screen:spelt(one.name, 24))) end
  for _, one in ipairs(data.importances) do
    local name, room = screen:spelt(one.name, 24), screen.columns - longest - 7
    local bar = (screen.unicode and "█" or "#"):rep(math.floor(one.share * room + 0.5))
    lines[#lines + 1] = words.padded(name, longest) .. " " .. screen:paint(bar, view.colours.complete) .. (" %.0f %%"):format(100 * one.share)
  end
  if #lines == 1 then lines[2] = "too few trials to tell" end
  return lines
end

local overviews = { one = { "history", "importance", "slice" }, several = { "pareto", "history" } }

return function(screen, data, options)
  local kinds = { options.kind }
  if options.kind == "overview" then kinds = #data.directions > 1 and overviews.several or overviews.one end
  local lines, drawn = {}, {}
  for _, kind in ipairs(kinds) do
    if kind ~= "importance" and not charts[kind] then
      raise("ng.plot.study: kind = '%s' is drawn into a file alone; in the terminal there are overview, history, importance, slice, intermediate and pareto", kind)
    end
    drawn[#drawn + 1] = kind == "importance" and kind or charts[kind](data)
  end
  for _, list in ipairs(drawn) do
    local these = list == "importance" and bars(data, screen) or {}
    for _, chart in ipairs(list ~= "importance" and list or {}) do
      local more = chart_lines(chart, screen, #list)
      table.move(more, 1, #more, #these + 1, these)
    end
    table.move(these, 1, #these, #lines + 1, lines)
  end
  return lines
end
