-- How studies are shown as text: numbers, times, tables, failures by reason.
local view = require "nilgrad.plot.study.view"

local text = { value = view.text, short = view.short }

--- Control characters have no place in a table or on a terminal, and may be meant ill.
function text.plain(words) return (tostring(words):gsub("%c+", " ")) end

function text.length(words) return utf8.len(words) or #words end

--- At most `most` letters, the last of them a dot where something was left out.
function text.cut(words, most)
  if text.length(words) <= most then return words end
  local last = utf8.len(words) and utf8.offset(words, most) or most
  return words:sub(1, last - 1) .. "…"
end

local function padded(words, width, right)
  local space = (" "):rep(width - text.length(words))
  return right and space .. words or words .. space
end

--- A table: `head` a list of names, one that starts with '>' for a column whose cells stand at the right; `rows` lists of texts.
function text.rows(head, rows, widest)
  local names, widths, right = {}, {}, {}
  for c, name in ipairs(head) do
    right[c] = name:sub(1, 1) == ">"
    names[c] = right[c] and name:sub(2) or name
    widths[c] = text.length(names[c])
  end
  for _, row in ipairs(rows) do
    for c in ipairs(head) do
      row[c] = text.cut(text.plain(row[c] == nil and "" or row[c]), widest or 48)
      widths[c] = math.max(widths[c], text.length(row[c]))
    end
  end
  local lines = {}
  for i, row in ipairs { names, table.unpack(rows) } do
    local cells = {}
    for c in ipairs(head) do cells[c] = padded(row[c], widths[c], right[c]) end
    lines[i] = table.concat(cells, "  "):gsub("%s+$", "")
  end
  return table.concat(lines, "\n")
end

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
