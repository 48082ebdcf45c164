-- study:optimize: takes trials and runs the objective on them until the study has what was asked for. With workers, other processes
-- run this same script and do that, and this one watches.
local native = require "nilgrad.native"
local core = require "nilgrad.native.study"
local progress = require "nilgrad.native.progress"
local raise = require "nilgrad.raise"
local command = require "nilgrad.study.command_objective"

local check = native.catalog.describe {
  kind = "study", name = "optimize",
  summary = "runs trials of a study until it has as many as asked for, or the time or cost is spent",
  signature = "ng.study.optimize(study: study, f: function, options: table) -> study; ng.study.optimize(study: study, options: table) -> study",
  options = {
    { name = "trials", type = "integer", min = 0, default_text = "no limit",
      help = "how many the study shall have in all, whoever ran them and when: failed and pruned ones count" },
    { name = "seconds", type = "number", min = 0, above_min = true, default_text = "no limit", help = "after which this call begins no trial" },
    { name = "cost", type = "number", min = 0, above_min = true, default_text = "no limit",
      help = "summed over the study's trials, after which none is begun: what trial:spent(…) said, else seconds" },
    { name = "workers", type = "integer", min = 1, default = 1,
      help = "processes that work on the study; each runs this script from its beginning and leaves it here" },
    { name = "callback", type = "function", help = "called with (study, { number, state, reason, counted }) after each trial of this process; true ends the call" },
    { name = "progress", type = "boolean", default = true, help = "show a line on a terminal, and say the first failure of a trial" },
  },
  cost = "one evaluation a trial",
  example = [[
local study = ng.study { seed = 1 }
return study:optimize(function(trial) return trial:float("x", -1, 1) ^ 2 end, { trials = 20 })]],
}

local poll = 0.05   -- seconds between looks at other processes

local calls = 0   -- of optimize in this script: how a worker knows which one it was started for

local function line_of(study, options, counts, started)
  local best = study.core:best()
  local text = ("%d%s trials"):format(counts.finished, options.trials and " of " .. options.trials or "")
  if counts.running > 1 then text = text .. (", %d running"):format(counts.running) end
  if best and #study.directions == 1 then text = text .. (", best %.6g (trial %d)"):format(best.value, best.number) end
  if counts.failed > 0 then text = text .. (", %d failed"):format(counts.failed) end
  if counts.pruned > 0 then text = text .. (", %d pruned"):format(counts.pruned) end
  local done = counts.finished - started.finished
  if options.trials and done > 0 then
    local left = (progress.seconds() - started.seconds) / done * (options.trials - counts.finished)
    text = text .. (left < 100 and ", %.0f s left" or ", %.0f min left"):format(left < 100 and left or left / 60)
  end
  return text
end

-- Nothing new is begun after this.
local function is_spent(study, options, started)
  if options.seconds and progress.seconds() - started.seconds >= options.seconds then return true end
  return options.cost and study.core:counts().cost >= options.cost
end

-- The first failure is said, since it is often a mistake in the script; the others are in study.trials.
local function say_failure(session, number, state, reason)
  if state ~= "failed" or session.said then return end
  session.said = true
  io.stderr:write(("nilgrad: trial %d failed: %s (the study goes on; study.trials has all reasons)\n"):format(number, reason))
end

-- One process's share of the work.
local function work(study, f, options, session)
  local handle, started = study.core, session.started
  local line <close> = progress.line(options.progress and not session.order)
  while not is_spent(study, options, started) do
    local trial = handle:begin(options.trials)
    if trial then
      local state, reason, counted = handle:evaluate(trial, f, study.options.timeout)
      say_failure(session, trial.number, state, reason)
      if not counted then
        io.stderr:write(("nilgrad: trial %d was over, or another worker's, before its objective came back; what it returned is not counted\n"):format(trial.number))
      end
      if options.callback and options.callback(study, { number = trial.number, state = state, reason = reason, counted = counted }) then return end
    else
      -- Trials of workers that die come back, and are this one's then.
      local counts = handle:counts()
      if counts.running == 0 and counts.waiting == 0 then return end
      handle:free_trials_of_the_dead()
      core.sleep(poll)
    end
    if line:due() then
      handle:sync()
      line:show(line_of(study, options, handle:counts(), started))
    end
  end
end

local function supervise(study, options, session)
  local handle = study.core
  local line <close> = progress.line(options.progress)
  local record = handle:record()
  local processes <close> = core.workers(options.workers, record.storage, record.name, session.call)
  local function died(what)
    handle:free_trials_of_the_dead()
    io.stderr:write(("nilgrad: %s; another takes its place\n"):format(what))
  end
  while true do
    local counts = handle:counts()
    local more = not is_spent(study, options, session.started)
      and (not options.trials or counts.finished < options.trials or counts.running + counts.waiting > 0)
    if processes:watch(more, died) == 0 then break end
    if line:due() then
      handle:sync()
      line:show(line_of(study, options, counts, session.started))
    end
    core.sleep(poll)
  end
  handle:sync()
end

-- A study in memory is lent to its workers as a file.
local function supervise_in_file(study, options, session)
  local path = os.tmpname()
  os.remove(path)
  path = path .. ".db"
  local lent = core.open(setmetatable({ storage = path }, { __index = study.options }))
  local function numbers(trials)
    local list = {}
    for _, trial in ipairs(trials) do list[#list + 1] = trial.number end
    return list
  end
  study.core:sync()
  lent:copy(study.core, numbers(study.core:trials()))
  local cleanup <close> = setmetatable({}, { __close = function()
    for _, ending in ipairs { "", "-wal", "-shm" } do os.remove(path .. ending) end
  end })
  local had = #study.core:trials()
  supervise(setmetatable({ core = lent }, { __index = study }), options, session)
  local new = {}
  for _, number in ipairs(numbers(lent:trials())) do
    if number >= had then new[#new + 1] = number end
  end
  study.core:copy(lent, new)
end

return function(study, f, options)
  if options == nil and type(f) == "table" then f, options = nil, f end
  options = check(options or {})
  calls = calls + 1
  if study.options.command then
    if f then raise("the study '%s' has a command: study:optimize takes no function then", study.name) end
    f = command(study.options)
  elseif type(f) ~= "function" and not (getmetatable(f) or {}).__call then
    raise("study:optimize takes a function of a trial, got a %s", type(f))
  end
  if not (options.trials or options.seconds or options.cost or options.callback) then
    raise("study:optimize needs an end: trials, seconds, cost, or a callback that returns true")
  end
  study.core:free_trials_of_the_dead()
  local order, counts = core.order(), study.core:counts()
  local session = { call = calls, said = not options.progress, started = { seconds = progress.seconds(), finished = counts.finished } }
  if order and order.call == calls then
    session.order = order
    core.join()
    work(study, f, options, session)
    os.exit(0, true)
  elseif options.workers == 1 or order then
    work(study, f, options, session)
  elseif study.storage == "memory" then
    supervise_in_file(study, options, session)
  else
    supervise(study, options, session)
  end
end
