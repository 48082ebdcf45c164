-- Which worker had which trial, and when.
local view = require "nilgrad.plot.study.view"

local function unit_of(seconds)
  if seconds < 180 then return 1, "seconds" end
  if seconds < 3 * 3600 then return 60, "minutes" end
  if seconds < 72 * 3600 then return 3600, "hours" end
  return 86400, "days"
end

return function(page, data, options)
  local workers, row_of, timed = {}, {}, {}
  local first, last = math.huge, -math.huge
  for _, trial in ipairs(data.trials) do
    if trial.started and trial.started > 0 then
      timed[#timed + 1] = trial
      first = math.min(first, trial.started)
      last = math.max(last, trial.finished or trial.started)
    end
  end
  local now = math.max(last, options.now or last)
  table.sort(timed, function(a, b) return a.started < b.started end)
  for _, trial in ipairs(timed) do
    local worker = trial.worker or ""
    if not row_of[worker] then
      workers[#workers + 1] = worker
      row_of[worker] = #workers
    end
  end
  page:row(116 + math.min(30 * math.max(2, #workers), math.max(200, 8 * #workers)))
  local names, longest = view.workers(workers), 0
  for _, name in ipairs(names) do longest = math.max(longest, utf8.len(name) or #name) end
  local panel = page:panel("Timeline of workers", { left = 30 + 8 * longest })
  if #timed == 0 then
    panel:add "set xrange [0:1]; set yrange [0:1]; unset tics; unset grid"
    panel:text(0.5, 0.5, "no trial was timed", "center textcolor '#777777'")
    panel:curve("NaN", "")
    return
  end
  local unit, unit_name = unit_of(now - first)
  local rows = { complete = {}, pruned = {}, failed = {}, running = {} }
  for _, trial in ipairs(timed) do
    local list, y = rows[trial.state], #workers - row_of[trial.worker or ""] + 1
    if list then
      list[#list + 1] = { (trial.started - first) / unit, ((trial.finished or now) - first) / unit, y - 0.36, y + 0.36 }
    end
  end
  local marks = {}
  for i, name in ipairs(names) do
    if #workers <= 25 then marks[i] = { #workers - i + 1, name } end
  end
  panel:marks("y", marks, "scale 0")
  panel:add("set xrange [0:%.9g]; set yrange [0.3:%.6g]; unset grid; set grid x linecolor '#e4e4e4' linetype 1", math.max(1e-9, (now - first) / unit * 1.01), #workers + 0.7)
  panel:label("xlabel", unit_name .. " since the first trial")
  for _, state in ipairs { "complete", "pruned", "failed", "running" } do
    if #rows[state] > 0 then
      panel:curve(panel:block(rows[state]), ("using 1:3:1:2:3:4 with boxxyerror linecolor '%s' linewidth 0.4 fillstyle solid 0.55 border"):format(view.colours[state]), state)
    end
  end
end
