-- Samplers and pruners on tables of real tuning problems: regret (best value found − the table's best) after so many trials, beside
-- other libraries where their runs are given.
-- Usage: nilgrad tuning_tables.lua FOLDER [peers=FOLDER] [seeds=20] [first=0] [trials=200] [samplers=autotune,tpe] [tables=a,b] [pruners=yes|only]
--   FOLDER   spaces.json and, for each of its tables, a CSV: parameters, status, val_error (nan: failed) and perhaps e1 … eN, the error
--            after each epoch. A configuration is looked up at the nearest level of each numeric parameter (in its scale).
--   peers    one JSON file for each table and method, TABLE-METHOD.json: { "runs": [[value, …], …] }, null where a trial failed
local ng = require "nilgrad"

local folder, options = nil, { seeds = "20", first = "0", trials = "200", pruners = "no" }
for _, word in ipairs(arg) do
  local name, value = word:match "^(%w+)=(.*)$"
  if name then options[name] = value else folder = word end
end
if not folder then error("give the folder of spaces.json and its tables", 0) end
local seeds, trials, first_seed = tonumber(options.seeds), tonumber(options.trials), tonumber(options.first)
local marks = { 25, 50, 100, 200 }

local function read(path)
  local file <close> = assert(io.open(path))
  return file:read "a"
end

local function words(line)
  local list = {}
  for word in (line:gsub("\r", "") .. ","):gmatch "([^,]*)," do list[#list + 1] = word end
  return list
end

-- Tables -------------------------------------------------------------------------------------------------------------------------

local function active(parameter, values)
  for name, allowed in pairs(parameter["if"] or {}) do
    local found = false
    for _, value in ipairs(allowed) do found = found or values[name] == value end
    if not found then return false end
  end
  return true
end

local function load_table(name, spec)
  local rows, levels, header = {}, {}, nil
  local best = math.huge
  for line in read(folder .. "/" .. spec.file):gmatch "[^\n]+" do
    local cells = words(line)
    if not header then
      header = cells
    else
      local row = {}
      for i, column in ipairs(header) do row[column] = cells[i] end
      rows[#rows + 1] = row
      best = math.min(best, tonumber(row.val_error) or math.huge)
    end
  end
  for _, parameter in ipairs(spec.params) do
    if parameter.type ~= "categorical" then
      local seen, list = {}, {}
      for _, row in ipairs(rows) do
        local level = tonumber(row[parameter.name])
        if level and not seen[level] then seen[level], list[#list + 1] = true, level end
      end
      levels[parameter.name] = list
    end
  end
  local problem = { name = name, params = spec.params, best = best, epochs = spec.epochs, by_key = {} }
  local function key(values)
    local parts = {}
    for i, parameter in ipairs(spec.params) do
      local value = values[parameter.name]
      if value == nil or value == "" or not active(parameter, values) then
        parts[i] = "-"
      elseif parameter.type == "categorical" then
        parts[i] = value
      else
        local scale = parameter.scale == "log" and math.log or function(x) return x end
        local nearest, distance
        for _, level in ipairs(levels[parameter.name]) do
          local d = math.abs(scale(level) - scale(tonumber(value)))
          if not distance or d < distance then nearest, distance = level, d end
        end
        parts[i] = ("%.17g"):format(nearest)
      end
    end
    return table.concat(parts, "|")
  end
  for _, row in ipairs(rows) do problem.by_key[key(row)] = row end
  function problem.row(values) return problem.by_key[key(values)] end
  return problem
end

local function suggest(trial, problem)
  local values = {}
  for _, p in ipairs(problem.params) do
    if active(p, values) then
      if p.type == "categorical" then
        values[p.name] = trial:choice(p.name, p.levels)
      else
        values[p.name] = (p.type == "int" and trial.int or trial.float)(trial, p.name, p.low, p.high, { log = p.scale == "log" })
      end
    end
  end
  return problem.row(values)
end

-- Runs: lists of best values so far, one a seed ------------------------------------------------------------------------------------

local function best_so_far(values, count)
  local best, curve = math.huge, {}
  for i = 1, count do
    local value = values[i]
    if type(value) == "number" and value == value then best = math.min(best, value) end
    curve[i] = best
  end
  return curve
end

local function our_run(problem, sampler, seed)
  local study = ng.study { sampler = sampler, seed = seed }
  local values, failed = {}, 0
  study:optimize(function(trial)
    local value = tonumber(suggest(trial, problem).val_error) or 0 / 0
    values[trial.number + 1] = value
    if value ~= value then failed = failed + 1 end
    return value
  end, { trials = trials, progress = false })
  return best_so_far(values, trials), failed
end

local function peer_runs(problem)
  local list = {}
  if not options.peers then return list end
  local files <close> = assert(io.popen(("ls '%s'"):format(options.peers:gsub("'", "'\\''"))))
  for file in files:lines() do
    local prefix = problem.name .. "-"
    local method = file:sub(1, #prefix) == prefix and file:match("^(.*)%.json$", #prefix + 1)
    if method and not method:match "^prune" then
      local runs, curves = ng.json.decode(read(options.peers .. "/" .. file)).runs, {}
      for seed, values in ipairs(runs) do curves[seed] = best_so_far(values, trials) end
      list[#list + 1] = { name = method, curves = curves }
    end
  end
  return list
end

-- Statistics -----------------------------------------------------------------------------------------------------------------------

local function quantile(values, q)
  local sorted = table.move(values, 1, #values, 1, {})
  table.sort(sorted)
  local place = q * (#sorted - 1) + 1
  local below = math.floor(place)
  return sorted[below] + (place - below) * ((sorted[below + 1] or sorted[below]) - sorted[below])
end

local function at(curves, mark, best)
  local values = {}
  for i, curve in ipairs(curves) do values[i] = curve[mark] - best end
  return values
end

-- One-sided p that a is not larger than b: Wilcoxon's signed ranks over paired seeds, by 20000 random signs.
local function p_larger(a, b)
  local differences = {}
  for i = 1, math.min(#a, #b) do
    if a[i] ~= b[i] then differences[#differences + 1] = a[i] - b[i] end
  end
  table.sort(differences, function(x, y) return math.abs(x) < math.abs(y) end)
  local ranks, sum, i = {}, 0, 1
  while i <= #differences do
    local j = i
    while differences[j + 1] and math.abs(differences[j + 1]) == math.abs(differences[i]) do j = j + 1 end
    for k = i, j do ranks[k] = (i + j) / 2 end
    i = j + 1
  end
  for k, d in ipairs(differences) do sum = sum + (d > 0 and ranks[k] or 0) end
  local random, as_large, draws = ng.random(1), 0, 20000
  for _ = 1, draws do
    local signs, drawn = random:integer(0, (1 << math.max(#ranks, 1)) - 1), 0
    for k, rank in ipairs(ranks) do
      if signs >> (k - 1) & 1 == 1 then drawn = drawn + rank end
    end
    if drawn >= sum then as_large = as_large + 1 end
  end
  return as_large / draws
end

local function print_row(name, curves, best, failed, milliseconds)
  local cells = {}
  for _, mark in ipairs(marks) do
    if mark <= trials then
      local values = at(curves, mark, best)
      cells[#cells + 1] = ("%.4g (%.3g–%.3g)"):format(quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75))
    end
  end
  print(("| %s | %s | %s | %s |"):format(name, table.concat(cells, " | "), failed or "", milliseconds or ""))
end

local function print_comparison(ours, others, best)
  for _, mark in ipairs { 50, 200 } do
    if mark <= trials then
      local mine, worse, better, by_median = at(ours.curves, mark, best), {}, 0, {}
      for _, other in ipairs(others) do
        local theirs = at(other.curves, mark, best)
        local p = p_larger(mine, theirs)
        if p < 0.05 then worse[#worse + 1] = ("%s (p = %.3f)"):format(other.name, p) end
        if p_larger(theirs, mine) < 0.05 then better = better + 1 end
        by_median[#by_median + 1] = { quantile(theirs, 0.5), other.name }
      end
      table.sort(by_median, function(a, b) return a[1] < b[1] end)
      print(("%s after %d trials: median %.4g; best of the others %s %.4g, the middle one %s %.4g; better than %d of %d, worse than %s (95 %%, paired)")
        :format(ours.name, mark, quantile(mine, 0.5), by_median[1][2], by_median[1][1], by_median[(#by_median + 1) // 2][2],
          by_median[(#by_median + 1) // 2][1], better, #others, #worse > 0 and table.concat(worse, ", ") or "none"))
    end
  end
end

-- Samplers -------------------------------------------------------------------------------------------------------------------------

local function sampler_names()
  local names = {}
  if options.samplers then
    for name in options.samplers:gmatch "[^,]+" do names[#names + 1] = name end
    return names
  end
  for name in pairs(ng.sampler) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function compare_samplers(problem)
  print(("\n### %s: best %.6g, %d seeds\n\n| sampler | 25 trials | 50 | 100 | 200 | failed | ms CPU a trial |\n|---|---|---|---|---|---|---|")
    :format(problem.name, problem.best, seeds))
  local default
  for _, name in ipairs(sampler_names()) do
    local curves, failed, began = {}, 0, os.clock()
    for seed = 1, seeds do
      local ok, curve, failures = pcall(our_run, problem, ng.sampler[name](), first_seed + seed - 1)
      if not ok then
        print(("| %s | %s |"):format(name, curve))
        break
      end
      curves[seed], failed = curve, failed + failures
    end
    if #curves == seeds then
      print_row(name, curves, problem.best, ("%.0f %%"):format(100 * failed / seeds / trials),
        ("%.2f"):format((os.clock() - began) * 1000 / seeds / trials))
      if name == "autotune" then default = { name = name, curves = curves } end
    end
  end
  local others = peer_runs(problem)
  for _, other in ipairs(others) do print_row("(" .. other.name .. ")", other.curves, problem.best) end
  if default and #others > 0 then print_comparison(default, others, problem.best) end
end

-- Pruners: the budget is counted in epochs, and only finished trials are results -----------------------------------------------------

local epoch_marks = { 270, 675, 1350, 2700 }

local function pruned_run(problem, sampler, pruner, seed)
  local study = ng.study { sampler = sampler, pruner = pruner, seed = seed }
  local spent, best, log = 0, math.huge, {}
  while spent < epoch_marks[#epoch_marks] do
    local trial = study:ask()
    local row, state, value = suggest(trial, problem), "complete", nil
    for epoch = 1, problem.epochs do
      spent, value = spent + 1, tonumber(row["e" .. epoch])
      if not value or value ~= value then
        state = "failed"
        break
      end
      trial:report(epoch, value)
      if epoch < problem.epochs and trial:should_prune() then
        state = "pruned"
        break
      end
    end
    if state == "complete" then
      study:tell(trial, value)
      best = math.min(best, value)
    else
      study:tell(trial, nil, { state = state })
    end
    log[#log + 1] = { spent, best }
  end
  return log
end

local function regrets_at(logs, epochs, best)
  local values = {}
  for i, log in ipairs(logs) do
    local found = math.huge
    for _, entry in ipairs(log) do
      if entry[1] <= epochs then found = entry[2] end
    end
    values[i] = found - best
  end
  return values
end

local function print_pruner(name, logs, best)
  local cells, begun = {}, 0
  for i, epochs in ipairs(epoch_marks) do cells[i] = ("%.4g"):format(quantile(regrets_at(logs, epochs, best), 0.5)) end
  for _, log in ipairs(logs) do begun = begun + #log / #logs end
  print(("| %s | %s | %.0f |"):format(name, table.concat(cells, " | "), begun))
end

local function compare_pruners(problem)
  print(("\n### pruners on %s: median regret of the best finished trial after so many epochs in all\n\n"):format(problem.name)
    .. "| sampler + pruner | 270 epochs | 675 | 1350 | 2700 | trials begun |\n|---|---|---|---|---|---|")
  local pruners = { "none", "median", "percentile", "successive_halving", "asha", "hyperband", "patience" }
  for _, sampler in ipairs(options.samplers and sampler_names() or { "random", "tpe" }) do
    for _, pruner in ipairs(pruners) do
      local logs = {}
      for seed = 1, seeds do logs[seed] = pruned_run(problem, ng.sampler[sampler](), ng.pruner[pruner](), first_seed + seed - 1) end
      print_pruner(sampler .. " + " .. pruner, logs, problem.best)
    end
  end
  if not options.peers then return end
  local files <close> = assert(io.popen(("ls '%s'"):format(options.peers:gsub("'", "'\\''"))))
  for file in files:lines() do
    local method = file:match("^" .. problem.name .. "%-prune_(.*)%.json$")
    if method then
      local logs = {}
      for seed, run in ipairs(ng.json.decode(read(options.peers .. "/" .. file)).runs) do logs[seed] = run.log end
      print_pruner("(" .. method .. ")", logs, problem.best)
    end
  end
end

-- ------------------------------------------------------------------------------------------------------------------------------------

local wanted = {}
for name in (options.tables or ""):gmatch "[^,]+" do wanted[name] = true end
local spaces = ng.json.decode(read(folder .. "/spaces.json"))
local names = {}
for name in pairs(spaces) do
  if not options.tables or wanted[name] then names[#names + 1] = name end
end
table.sort(names)
for _, name in ipairs(names) do
  local problem = load_table(name, spaces[name])
  if options.pruners ~= "only" then compare_samplers(problem) end
  if options.pruners ~= "no" and problem.epochs then compare_pruners(problem) end
end
