-- The curves that trials reported on their way.
local view = require "nilgrad.plot.study.view"

local function curve(trial, range)
  local rows = {}
  for _, report in ipairs(trial.reports) do
    if view.is_finite(report.value) then rows[#rows + 1] = { report.step, (view.clip(report.value, range)) } end
  end
  return rows
end

return function(page, data)
  page:row(420)
  local panel = page:panel "Intermediate values"
  local numbers, curves, ends = {}, { complete = {}, pruned = {}, failed = {}, running = {} }, { pruned = {}, failed = {} }
  for _, trial in ipairs(data.trials) do
    for _, report in ipairs(trial.reports or {}) do numbers[#numbers + 1] = report.value end
  end
  local range, best = data:range(numbers), data:best()
  for _, trial in ipairs(data.trials) do
    local rows, list = curve(trial, range), curves[trial.state]
    if list and #rows > 0 then
      list[#list + 1] = rows
      if ends[trial.state] then table.insert(ends[trial.state], rows[#rows]) end
    end
  end
  panel:values("y", range)
  panel:add "set autoscale xfix; set offsets graph 0.02, graph 0.02, 0, 0"
  panel:label("xlabel", "step")
  panel:label("ylabel", "reported value")
  local colours = view.colours
  local function lines(state, how, title)
    if #curves[state] > 0 then panel:curve(panel:groups(curves[state]), "using 1:2 with lines " .. how, title) end
  end
  lines("pruned", ("linecolor '#60%s' linewidth 1"):format(colours.pruned:sub(2)), "pruned")
  lines("failed", ("linecolor '#60%s' linewidth 1"):format(colours.failed:sub(2)), "failed")
  lines("complete", ("linecolor '#60%s' linewidth 1.2"):format(colours.complete:sub(2)), "complete")
  lines("running", ("linecolor '%s' linewidth 1.5"):format(colours.running), "running")
  panel:points(ends.pruned, ("pointtype 2 pointsize 0.5 linecolor '%s'"):format(colours.pruned))
  panel:points(ends.failed, ("pointtype 2 pointsize 0.6 linewidth 1.5 linecolor '%s'"):format(colours.failed))
  local top = best and curve(best, range) or {}
  if #top > 0 then panel:curve(panel:block(top), ("using 1:2 with lines linecolor '%s' linewidth 3"):format(colours.best), "best") end
  if #panel.curves == 0 then
    panel.unkeyed = true
    panel:add "set xrange [0:1]; unset tics; unset grid"
    panel:text(0.5, (range.low + range.high) / 2, "no trial has reported anything", "center textcolor '#777777'")
    panel:curve("NaN", "")
  end
end
