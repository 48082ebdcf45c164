-- How studies are shown as text: numbers, times, tables, failures by reason.
local view = require "nilgrad.plot.study.view"

local text = { value = view.text, short = view.short }
for name, write in pairs(require "nilgrad.text") do text[name] = write end

function text.time(seconds)
  if not seconds or seconds <= 0 then return "" end
  return os.date("%Y-%m-%d %H:%M:%S", math.floor(seconds))
end

--- "4.2 s", "3.1 min", …
function text.span(seconds)
  if seconds <= 0 then return "0 s" end
  if seconds < 1e-3 then return ("%.0f µs"):format(seconds * 1e6) end
  if seconds < 1 then return ("%.3g s"):format(seconds) end
  if seconds < 120 then return ("%.1f s"):format(seconds) end
  if seconds < 7200 then return ("%.1f min"):format(seconds / 60) end
  if seconds < 172800 then return ("%.1f h"):format(seconds / 3600) end
  return ("%.1f days"):format(seconds / 86400)
end

--- "150: 25 complete, 115 pruned, 10 failed"
function text.counts(counts)
  local parts, total = {}, 0
  for _, state in ipairs { "complete", "pruned", "failed", "running", "waiting" } do
    total = total + counts[state]
    if counts[state] > 0 then parts[#parts + 1] = counts[state] .. " " .. state end
  end
  return total == 0 and "none yet" or ("%d: %s"):format(total, table.concat(parts, ", "))
end

--- The values of a trial: one, or one for each objective.
function text.values(trial)
  local parts = {}
  for i, value in ipairs(trial.values or {}) do parts[i] = ("%.6g"):format(value) end
  return table.concat(parts, ", ")
end

--- "lr = 0.01, kernel = rbf", in the order of names.
function text.params(params, names)
  local parts = {}
  for _, name in ipairs(names) do
    if params[name] ~= nil then parts[#parts + 1] = name .. " = " .. text.value(params[name]) end
  end
  return table.concat(parts, ", ")
end

--- How long a finished trial took.
function text.seconds(trial)
  return trial.started and trial.finished and trial.finished >= trial.started and trial.finished - trial.started or nil
end

--- Failed trials by what failed, the most frequent first: { { count, reason, numbers }, … }. Reasons that differ in numbers alone
--- are one.
function text.failures(trials)
  local groups, by = {}, {}
  for _, trial in ipairs(trials) do
    if trial.state == "failed" then
      local reason = trial.reason ~= "" and trial.reason or "no reason known"
      local key = reason:gsub("%d+%.?%d*", "#")
      if not by[key] then
        by[key] = { count = 0, reason = reason, numbers = {} }
        groups[#groups + 1] = by[key]
      end
      by[key].count = by[key].count + 1
      table.insert(by[key].numbers, trial.number)
    end
  end
  table.sort(groups, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.numbers[1] < b.numbers[1]
  end)
  return groups
end

--- All parameters that some trial was asked for, by name.
function text.names(trials)
  local seen, names = {}, {}
  for _, trial in ipairs(trials) do
    for name in pairs(trial.params) do
      if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  table.sort(names)
  return names
end

return text
