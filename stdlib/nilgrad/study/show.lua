-- `nilgrad study list`, `show`, `best` and `trials`: what a storage has, as text.
local core = require "nilgrad.native.study"
local json = require "nilgrad.json"
local load_study = require "nilgrad.study".load
local text = require "nilgrad.study.text"

local show = {}

local function goals(directions) return table.concat(directions, ", ") end

function show.list(storage)
  local rows = {}
  for i, record in ipairs(core.list(storage)) do
    local counts, best = record.counts, load_study(storage, record.name).best
    rows[i] = { record.name, counts.total, counts.complete, counts.pruned, counts.failed, counts.running,
      #record.directions == 1 and best and ("%.6g"):format(best.value) or "", goals(record.directions), text.time(record.created) }
  end
  if #rows == 0 then return core.storage_name(storage) .. " has no studies" end
  return text.rows({ "study", ">trials", ">complete", ">pruned", ">failed", ">running", ">best", "goal", "created" }, rows)
end

local function parameter_lines(study, best)
  local shares, rows = {}, {}
  for _, one in ipairs(core.importances(study.core)) do shares[one.name] = one.share end
  for _, domain in ipairs(study.core:domains()) do
    local value = best and best.params[domain.name]
    rows[#rows + 1] = { domain.name, domain.text, value ~= nil and text.value(value) or "",
      shares[domain.name] and ("%.0f %%"):format(100 * shares[domain.name]) or "" }
  end
  table.sort(rows, function(a, b)
    local u, v = shares[a[1]] or 0, shares[b[1]] or 0
    if u ~= v then return u > v end
    return a[1] < b[1]
  end)
  return text.rows({ "parameter", "domain", "best", ">importance" }, rows)
end

local function span_of(trials)
  local first, last = math.huge, 0
  for _, trial in ipairs(trials) do
    if trial.started then first, last = math.min(first, trial.started), math.max(last, trial.finished or trial.started) end
  end
  if last == 0 then return "not begun" end
  return ("%s to %s (%s)"):format(text.time(first), text.time(last), text.span(last - first))
end

function show.show(study)
  local trials, counts, best, lines = study.trials, study.counts, study.best, {}
  local function row(name, value) lines[#lines + 1] = ("%-11s%s"):format(name, text.plain(value)) end
  row("study", study.name)
  row("storage", study.storage)
  row("goal", goals(study.directions))
  row("created", text.time(study.created))
  row("sampler", study.sampler)
  row("pruner", study.pruner == "" and "none" or study.pruner)
  row("seed", study.seed)
  row("trials", text.counts(counts))
  row("time", span_of(trials))
  if counts.cost > 0 then row("cost", ("%.6g"):format(counts.cost)) end
  if #study.directions > 1 then
    row("best", ("%d trials on the Pareto front"):format(#study.pareto))
    best = nil
  elseif best then
    row("best", ("%.10g in trial %d"):format(best.value, best.number))
  else
    row("best", "none: no trial is complete")
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = parameter_lines(study, best)
  local failures = text.failures(trials)
  if #failures > 0 then
    lines[#lines + 1] = "\nfailures"
    for _, group in ipairs(failures) do
      lines[#lines + 1] = ("%6d × %s (trial %d%s)"):format(group.count, text.cut(text.plain(group.reason), 90), group.numbers[1], group.count > 1 and ", …" or "")
    end
  end
  return table.concat(lines, "\n")
end

-- A value as Lua reads it back to the bit.
local function literal(value)
  if type(value) == "string" then return ("%q"):format(value):gsub("\\\n", "\\n") end
  if type(value) == "table" then return "{ " .. table.concat(value, ", ") .. " }" end
  if math.type(value) == "float" then return ("%.17g"):format(value) end
  return tostring(value)
end

local function as_lua(trial, names)
  local lines = { "return {" }
  for _, name in ipairs(names) do
    if trial.params[name] ~= nil then lines[#lines + 1] = ("  [%s] = %s,"):format(literal(name), (literal(trial.params[name]))) end
  end
  lines[#lines + 1] = "}"
  return table.concat(lines, "\n")
end

local function as_text(trial, names)
  local lines = { ("value %s in trial %d"):format(text.values(trial), trial.number) }
  for _, name in ipairs(names) do
    local value = trial.params[name]
    if value ~= nil then
      lines[#lines + 1] = ("  %s = %s"):format(text.plain(name), math.type(value) == "float" and ("%.10g"):format(value) or text.plain(text.value(value)))
    end
  end
  return table.concat(lines, "\n")
end

-- JSON's objects need a name at least: encode makes a list of an empty table.
local function as_json(trial)
  local content = { number = trial.number, values = trial.values }
  if next(trial.params) then content.params = trial.params end
  return json.encode(content, 2)
end

--- The best configuration; of several objectives the front's, one after the other.
function show.best(study, format)
  local chosen = #study.directions > 1 and study.pareto or { study.best }
  if #chosen == 0 then error(("the study '%s' has no complete trial yet"):format(study.name), 0) end
  local parts, names = {}, text.names(study.trials)
  if format == "json" and #study.directions > 1 then
    for i, trial in ipairs(chosen) do parts[i] = as_json(trial) end
    return "[" .. table.concat(parts, ",\n") .. "]"
  end
  local write = format == "json" and as_json or format == "lua" and as_lua or as_text
  for i, trial in ipairs(chosen) do parts[i] = write(trial, names) end
  return table.concat(parts, "\n")
end

-- What trials are sorted by: a field, "seconds", or a parameter. Trials that lack it come last.
local function sorted(trials, by, descending, study)
  local function key(trial)
    if by == "value" then return trial.value end
    if by == "seconds" then return text.seconds(trial) end
    if by == "number" or by == "cost" or by == "started" or by == "finished" then return trial[by] end
    local value = trial.params[by]
    return type(value) == "number" and value or value ~= nil and text.value(value) or nil
  end
  local known = { number = true, value = true, seconds = true, cost = true, started = true, finished = true }
  for _, name in ipairs(text.names(study.trials)) do known[name] = true end
  if not known[by] then
    error(("trials cannot be sorted by '%s': number, value, seconds, cost, started, finished or a parameter's name"):format(by), 0)
  end
  if by == "value" and study.directions[1] == "maximize" then descending = not descending end
  table.sort(trials, function(a, b)
    local u, v = key(a), key(b)
    if u == nil or v == nil or u == v then
      if (u == nil) ~= (v == nil) then return v == nil end
      return a.number < b.number
    end
    if type(u) ~= type(v) then u, v = text.value(u), text.value(v) end
    if descending then return u > v end
    return u < v
  end)
end

--- `options`: state, sort, reverse, limit.
function show.trials(study, options)
  local list, names = {}, text.names(study.trials)
  for _, trial in ipairs(study.trials) do
    if not options.state or trial.state == options.state then list[#list + 1] = trial end
  end
  sorted(list, options.sort or "number", options.reverse, study)
  local head, rows = { ">trial", "state", ">value" }, {}
  for _, name in ipairs(names) do head[#head + 1] = ">" .. text.plain(name) end
  table.move({ ">time", "source", "reason" }, 1, 3, #head + 1, head)
  for i = 1, math.min(#list, options.limit or #list) do
    local trial, seconds = list[i], text.seconds(list[i])
    local row = { trial.number, trial.state, text.values(trial) }
    for _, name in ipairs(names) do row[#row + 1] = trial.params[name] == nil and "" or text.value(trial.params[name]) end
    table.move({ seconds and text.span(seconds) or "", trial.source, trial.reason }, 1, 3, #row + 1, row)
    rows[i] = row
  end
  local shown = text.rows(head, rows)
  if #rows < #list then shown = shown .. ("\n… %d more"):format(#list - #rows) end
  return shown
end

return show
