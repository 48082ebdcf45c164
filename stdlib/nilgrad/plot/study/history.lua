-- Every trial's value in the order of numbers, and the best so far.
local view = require "nilgrad.plot.study.view"

-- The best value after each trial; trials are known by number, not by the time of their end.
local function record(data)
  local rows, best = {}, nil
  for _, trial in ipairs(data:complete()) do
    local value = data:value(trial)
    if not best or data:better(value, best) then
      best = value
      rows[#rows + 1] = { trial.number, best }
    end
  end
  if best then rows[#rows + 1] = { data.trials[#data.trials].number, best } end
  return rows
end

local function draw(page, data, share)
  local panel = page:panel(#data.directions > 1 and data:objective_name() or "History", nil, share)
  local numbers = {}
  for _, trial in ipairs(data:complete()) do numbers[#numbers + 1] = data:value(trial) end
  if #numbers == 0 then
    for _, trial in ipairs(data.trials) do numbers[#numbers + 1] = data:value(trial) end
  end
  local range = data:range(numbers)
  local rows = { complete = {}, pruned = {}, failed = {}, running = {}, beyond = {} }
  for _, trial in ipairs(data.trials) do
    local value = data:value(trial)
    if trial.state == "failed" then
      rows.failed[#rows.failed + 1] = { trial.number, range.low }
    elseif view.is_finite(value) and rows[trial.state] then
      local y, clipped = view.clip(value, range)
      local list = rows[clipped and trial.state == "complete" and "beyond" or trial.state]
      list[#list + 1] = { trial.number, y }
    end
  end
  local last = data.trials[#data.trials].number
  panel:add("set xrange [%.9g:%.9g]", -0.02 * last - 0.5, 1.02 * last + 0.5)
  if last < 8 then panel:add "set xtics 1" end
  panel:values("y", range)
  panel:label("xlabel", "trial")
  panel:label("ylabel", data:objective_name())
  local size = #data.trials > 400 and 0.35 or #data.trials > 100 and 0.55 or 0.8
  local colours = view.colours
  panel:points(rows.pruned, ("pointtype 2 pointsize %g linecolor '%s'"):format(size, colours.pruned), "pruned (last report)")
  panel:points(rows.complete, ("pointtype 7 pointsize %g linecolor '#70%s'"):format(size, colours.complete:sub(2)), "complete")
  panel:points(rows.running, ("pointtype 6 pointsize %g linecolor '%s'"):format(size, colours.running), "running")
  panel:points(rows.failed, ("pointtype 2 pointsize %g linewidth 1.5 linecolor '%s'"):format(size, colours.failed), "failed")
  panel:points(rows.beyond, ("pointtype %d pointsize %g linecolor '%s'"):format(range.cut == "low" and 11 or 9, size, colours.complete), "beyond the edge")
  local best = record(data)
  if #best > 0 then
    panel:curve(panel:block(best), ("using 1:2 with steps linewidth 2.2 linecolor '%s'"):format(colours.best), "best so far")
  end
  if #panel.curves == 0 then panel:curve("NaN", "") end
end

return setmetatable({ panel = draw, record = record }, { __call = function(_, page, data)
  page:row(360)
  draw(page, data)
end })
