-- report(study, file): all that there is to see of a study in one HTML file, which needs nothing but itself to be read.
local core = require "nilgrad.native.study"
local page = require "nilgrad.plot.page.page"
local plot = require "nilgrad.plot.study"
local raise = require "nilgrad.raise"
local text = require "nilgrad.study.text"

local cell, escaped, table_of = page.cell, page.escaped, page.table

local removed_at_end = { __close = function(self) os.remove(self.path) end }

local function figure(study, kind, options)
  local name = os.tmpname()
  os.remove(name)
  local file <close> = setmetatable({ path = name .. ".svg" }, removed_at_end)
  options = options or {}
  options.kind, options.title, options.width = kind, "", 1080
  plot(study, file.path, options)
  local stream = assert(io.open(file.path, "rb"))
  local svg = stream:read "a"
  stream:close()
  return page.inlined(svg, ("%s%s_"):format(kind, options.objective or ""))
end

local function tiles(study)
  local counts, best, list = study.counts, study.best, {}
  local function tile(value, name, class) list[#list + 1] = { value, name, class } end
  if #study.directions > 1 then
    tile(#study.pareto, "trials on the Pareto front")
  elseif best then
    tile(("%.6g"):format(best.value), ("best value, trial %d"):format(best.number))
  end
  tile(counts.total, "trials")
  for _, state in ipairs { "complete", "pruned", "failed", "running", "waiting" } do
    if counts[state] > 0 then tile(counts[state], state, state) end
  end
  if counts.cost > 0 then tile(("%.4g"):format(counts.cost), "cost in all") end
  return page.tiles(list)
end

local function facts(study)
  local first, last = math.huge, 0
  for _, trial in ipairs(study.trials) do
    if trial.started then first, last = math.min(first, trial.started), math.max(last, trial.finished or trial.started) end
  end
  local rows = {}
  local function row(name, value) rows[#rows + 1] = { name, value } end
  row("goal", table.concat(study.directions, ", "))
  row("sampler", study.sampler)
  row("pruner", study.pruner == "" and "none" or study.pruner)
  row("seed", study.seed)
  row("storage", study.storage)
  if last > 0 then row("time", ("%s to %s (%s)"):format(text.time(first), text.time(last), text.span(last - first))) end
  return page.facts("study", rows)
end

local function configuration(trial, names)
  local lines = {}
  for _, name in ipairs(names) do
    local value = trial.params[name]
    if value ~= nil then
      lines[#lines + 1] = name .. " = " .. (math.type(value) == "float" and ("%.17g"):format(value) or text.value(value))
    end
  end
  return "<pre>" .. escaped(#lines > 0 and table.concat(lines, "\n") or "no parameters") .. "</pre>"
end

-- Trials as a table with a column for each parameter.
local function trials_table(study, trials, names, best)
  local head = { { "trial", "n" }, { "state" }, { "value", "n" } }
  for _, name in ipairs(names) do head[#head + 1] = { name, "n" } end
  for _, column in ipairs { { "time", "n" }, { "source" }, { "worker" }, { "reason" } } do head[#head + 1] = column end
  local rows = {}
  for i, trial in ipairs(trials) do
    local seconds = text.seconds(trial)
    local row = { class = trial == best and "best" or nil, cell(trial.number, "n"), cell(trial.state, trial.state), cell(text.values(trial), "n") }
    for _, name in ipairs(names) do row[#row + 1] = cell(trial.params[name] == nil and "" or text.value(trial.params[name]), "n") end
    row[#row + 1] = cell(seconds and text.span(seconds) or "", "n")
    row[#row + 1] = cell(trial.source)
    row[#row + 1] = cell(trial.worker)
    row[#row + 1] = cell(trial.reason, trial.reason ~= "" and "long" or nil)
    rows[i] = row
  end
  return table_of(head, rows)
end

local function failures_table(groups)
  local rows = {}
  for i, group in ipairs(groups) do
    local numbers = table.concat(group.numbers, ", ", 1, math.min(12, #group.numbers)) .. (#group.numbers > 12 and ", …" or "")
    rows[i] = { cell(group.count, "n"), cell(group.reason, "long"), cell(numbers, "long") }
  end
  return table_of({ { "times", "n" }, { "reason" }, { "trials" } }, rows)
end

local function has_reports(trials)
  for _, trial in ipairs(trials) do
    if #trial.reports > 0 then return true end
  end
  return false
end

-- What the report consists of: a list of { title, HTML }.
local function sections(study)
  local trials, names, best, list = study.trials, text.names(study.trials), study.best, {}
  local function add(title, ...) list[#list + 1] = { title = title, body = table.concat({ ... }, "\n") } end
  add("Summary", tiles(study), "<p></p>", facts(study))
  if #trials == 0 then return list end
  local several = #study.directions > 1
  if several and #study.pareto > 0 then
    add("Pareto front", figure(study, "pareto"), trials_table(study, study.pareto, names))
  elseif best then
    add("Best configuration", configuration(best, names))
    add("Top 10", trials_table(study, study.top, names, best))
  end
  if #names > 0 and study.counts.complete > 0 then add("Importance of parameters", figure(study, "importance")) end
  local histories = {}
  for k = 1, #study.directions do histories[k] = figure(study, "history", { objective = k }) end
  add("History", table.unpack(histories))
  if #names > 0 then
    add("Parallel coordinates", figure(study, "parallel"))
    add("Slices", figure(study, "slice"))
  end
  if has_reports(trials) then add("Intermediate values", figure(study, "intermediate")) end
  local failures = text.failures(trials)
  if #failures > 0 then add("Failures", failures_table(failures)) end
  add("Timeline of workers", figure(study, "timeline"))
  add("All trials", trials_table(study, trials, names, not several and best or nil))
  return list
end

return function(study, file)
  if type(file) ~= "string" then raise("a report needs the name of a file, got %s", tostring(file)) end
  if type(study) ~= "table" or not study.core then raise("a report is of a study, got %s", tostring(study)) end
  -- Pictures and tables are of one moment, though the study may go on meanwhile; importances are computed once.
  local moment = { core = study.core, importances = core.importances(study.core) }
  local fixed = { "trials", "counts", "best", "top", "pareto", "name", "directions", "sampler", "pruner", "seed", "storage" }
  for _, field in ipairs(fixed) do moment[field] = study[field] end
  page.write(file, page.document(study.name, ("A tuning study, as of %s"):format(os.date "%Y-%m-%d %H:%M"), sections(moment)))
end
