-- ng.study: hyperparameter tuning. A study is kept by a storage; any number of processes work on it at once. What each of them does
-- is native (runtime/study); here stand the object that users hold and the checks of what they give.
local native = require "nilgrad.native"
local core = require "nilgrad.native.study"
local raise = require "nilgrad.raise"
local optimize = require "nilgrad.study.optimize"

local check = native.catalog.describe {
  kind = "function", name = "study",
  summary = "tunes parameters of a function of trials, or of a command",
  signature = "ng.study { name = …, storage = …, sampler = …, … } -> study",
  formula = [[
The objective is a function of a trial, which it asks for its parameters:
  trial:float(name, low, high, { log =, step =, default = })   trial:int(…)   trial:choice(name, { value, … })
  trial:bool(name)   trial:permutation(name, n)                trial.params   trial.number
  trial:report(step, value)   trial:should_prune()   trial:prune()   trial:note(name, text)   trial:spent(cost)
It returns a number (or one for each direction, or a list of them). NaN, ±inf, anything else and an error fail the trial, and the study goes on.]],
  options = {
    { name = "name", type = "string", default = "study", help = "tells studies of one storage apart" },
    { name = "storage", type = "string", default = "memory",
      help = "where trials are kept: a file (SQLite), 'postgresql://user@host/database', or 'memory'. A study that is there goes on" },
    { name = "sampler", type = "sampler", default_text = "ng.sampler.autotune()", help = "chooses configurations" },
    { name = "pruner", type = "pruner", default_text = "none", help = "stops trials whose reports do not promise much" },
    { name = "direction", type = "string", choices = { "minimize", "maximize" }, default = "minimize", help = "where better is" },
    { name = "directions", type = "strings", default_text = "one: direction", help = "one for each of several objectives" },
    { name = "seed", type = "integer", default = 0, help = "a trial's random numbers depend on it and the trial's number alone" },
    { name = "space", type = "space", default_text = "defined by running", help = "ng.space { … }: parameters declared ahead" },
    { name = "fixed", type = "any", help = "{ name = value }: what these parameters are in every trial" },
    { name = "defaults", type = "any", help = "{ name = value }: what they are in trial 0, which is your own configuration" },
    { name = "warm_start", type = "any", help = "another study, whose ten best trials are copied into this one if it is new" },
    { name = "ranges", type = "string", choices = { "refuse", "merge" }, default = "refuse",
      help = "what happens when a parameter that the storage knows is asked for with another range: an error, or the new range counts "
        .. "from now on, and samplers leave out the values outside it" },
    { name = "command", type = "strings",
      help = "an external objective in place of a function: a text for sh, or a list of words; {name} stands for a parameter of "
        .. "`space` (quoted for sh), {number} for the trial's" },
    { name = "result", type = "any", default = "last_line",
      help = "where the command's value is: 'last_line' (a number at its end), 'exit_code', or { json = 'file', field = 'name' }" },
    { name = "report", type = "string",
      help = "a Lua pattern with two captures, step and value: lines of the command's output that match are reports, and it is "
        .. "killed when the pruner says so" },
    { name = "logs", type = "string", help = "folder that keeps what each trial's command wrote" },
    { name = "timeout", type = "number", min = 0, above_min = true, unit = "seconds", default_text = "none",
      help = "after which a trial has failed. Lua code is stopped; a call that does not come back is given up" },
    { name = "lease", type = "number", min = 1, default = 60, unit = "seconds",
      help = "after which a worker that gives no sign counts as dead, and its trial is another's" },
    { name = "retries", type = "integer", min = 0, default = 3, help = "how many workers a trial may lose before it has failed" },
  },
  cost = "one evaluation a trial",
  example = [[
local study = ng.study { seed = 1 }
study:optimize(function(trial)
  local x = trial:float("x", -5, 5)
  local kind = trial:choice("kind", { "square", "absolute" })
  return kind == "square" and (x - 1) ^ 2 or math.abs(x - 1) + 0.1
end, { trials = 30 })
return study.best]],
}

local Study, fields = {}, {}

native.catalog.describe {
  kind = "object", name = "study",
  summary = "a tuning study, as ng.study and ng.study.load return it; prints as a summary",
  methods = Study,
  members = {
    { "study:optimize(f: function, options: table) -> study",
      "runs trials: { trials =, seconds =, cost =, workers =, callback =, progress = }" },
    { "study:confirm(f: function, options: table?) -> table[]", "evaluates the best again, for noisy objectives" },
    { "study:ask() -> trial", "for loops of your own" },
    { "study:tell(trial: trial, value: number | number[] | nil, options: { state: string?, reason: string? }?)",
      "ends it; nil or NaN: failed" },
    { "study:enqueue(values: table) -> integer", "{ name = value }: a configuration to try next; its number" },
    { "study:report(file: string)", "all there is to see of it in one HTML file" },
    { "study.best: finished_trial?", "the best trial; nil where none is complete" },
    { "study.trials: finished_trial[]", "all trials, by number" },
    { "study.top: finished_trial[]", "the ten best" },
    { "study.pareto: finished_trial[]", "of several objectives: the trials that none is better than in all" },
    { "study.counts: table", "waiting, running, complete, pruned, failed, total, finished, cost" },
    { "study.direction: string?", "'minimize' or 'maximize'; nil where there are several objectives" },
    { "study.directions: string[]", "one for each objective" },
    { "study.name: string", "tells studies of one storage apart" },
    { "study.storage: string", "where its trials are kept" },
    { "study.seed: integer", "of its random numbers" },
    { "study.sampler: string", "what chooses configurations" },
    { "study.pruner: string", "what stops trials; '' for nothing" },
    { "study.created: number", "seconds since 1970" },
    { "study.options: table", "what ng.study was given, with the defaults" },
    { "study.core: userdata", "its native side, for the modules of nilgrad" },
  },
  example = [[
local study = ng.study { seed = 1 }
study:optimize(function(trial) return trial:float("x", -1, 1) ^ 2 end, { trials = 10, progress = false })
study:enqueue { x = 0.25 }
local trial = study:ask()
study:tell(trial, trial.params.x or trial:float("x", -1, 1) ^ 2)
print(study:confirm(function(again) return again:float("x", -1, 1) ^ 2 end, { top = 1, times = 2 })[1].number)
local path = os.tmpname()
study:report(path .. ".html")
os.remove(path)
os.remove(path .. ".html")
return study.best.value, study.counts.complete, study.top[1].number]],
}

native.catalog.describe {
  kind = "object", name = "finished_trial",
  summary = "a trial of a study to look at, as study.best and study.trials have it",
  methods = {},
  members = {
    { "trial.number: integer", "its number, from 0" },
    { "trial.state: string", "'waiting', 'running', 'complete', 'pruned' or 'failed'" },
    { "trial.params: table", "its parameters by name" },
    { "trial.value: number?", "what the objective returned; of several objectives the first" },
    { "trial.values: number[]", "one for each objective" },
    { "trial.reports: table[]", "step and value of each" },
    { "trial.source: string", "what chose its parameters" },
    { "trial.attempt: integer", "1, or more where workers that tried it before were lost" },
    { "trial.domains: table", "what each parameter could have been, by name" },
    { "trial.reason: string?", "why it failed" },
    { "trial.worker: string?", "which process ran it" },
    { "trial.started: number?", "seconds since 1970" },
    { "trial.finished: number?", "seconds since 1970" },
    { "trial.cost: number?", "what trial:spent said, else seconds" },
    { "trial.notes: table", "what trial:note kept" },
  },
  example = [[
local study = ng.study { seed = 1 }
study:optimize(function(trial) return trial:float("x", -1, 1) ^ 2 end, { trials = 10, progress = false })
return study.best, study.trials[1].params.x]],
}

local Trial = { __name = "nilgrad.finished_trial" }

-- "trial 26: 0.25 with C = 2.7, kernel = rbf"
function Trial.__tostring(trial)
  local names, parts = {}, {}
  for name in pairs(trial.params) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    local value = trial.params[name]
    parts[i] = ("%s = %s"):format(name, type(value) == "table" and table.concat(value, " ") or math.type(value) == "float" and ("%.6g"):format(value)
      or tostring(value))
  end
  local result = #trial.values == 0 and trial.state or ("%.10g"):format(trial.value)
  return ("trial %d: %s%s%s"):format(trial.number, result, #parts > 0 and " with " or "", table.concat(parts, ", "))
end

local histories = setmetatable({}, { __mode = "k" }) -- by study: { revision, trials }

-- Everything below that reads trials makes the history what the storage has now first.
local function trials_of(study)
  local revision = study.core:sync()
  local known = histories[study]
  if not known or known.revision ~= revision then
    known = { revision = revision, trials = study.core:trials() }
    for _, trial in ipairs(known.trials) do setmetatable(trial, Trial) end
    histories[study] = known
  end
  return known.trials
end

local function completed(study)
  local list = {}
  for _, trial in ipairs(trials_of(study)) do
    if trial.state == "complete" then list[#list + 1] = trial end
  end
  return list
end

function fields:trials() return trials_of(self) end
function fields:counts() return self.core:counts() end

function fields:best()
  self.core:sync()
  local best = self.core:best()
  return best and setmetatable(best, Trial)
end

function fields:top()
  local list, sign = completed(self), self.directions[1] == "maximize" and -1 or 1
  table.sort(list, function(a, b)
    if a.value ~= b.value then return sign * a.value < sign * b.value end
    return a.number < b.number
  end)
  return table.move(list, 1, math.min(10, #list), 1, {})
end

function fields:pareto()
  local list, front = trials_of(self), {}
  for i, number in ipairs(self.core:pareto()) do front[i] = list[number + 1] end
  return front
end

function fields:direction() return #self.directions == 1 and self.directions[1] or nil end

function Study:optimize(f, options)
  optimize(self, f, options)
  return self
end

Study.confirm = require "nilgrad.study.confirm"

function Study:ask() return self.core:begin() or raise("the study '%s' has nothing more to try", self.name) end

-- The value may be nil or NaN, a failed trial, or the state alone: study:tell(trial, nil, { state = "pruned" }).
function Study:tell(trial, value, options)
  local state = options and options.state
  if not state and value == nil then state = "failed" end
  return self.core:tell(trial, value, state, options and options.reason or (state == "failed" and "told nothing" or nil))
end

function Study:enqueue(values) return self.core:enqueue(values) end

function Study:report(file) return require "nilgrad.study.report"(self, file) end

function Study:__tostring()
  local counts, best = self.counts, self.best
  local lines = { ("study %s: %d trials (%d complete, %d pruned, %d failed%s)"):format(self.name, counts.total, counts.complete,
    counts.pruned, counts.failed, counts.running > 0 and (", %d running"):format(counts.running) or "") }
  if best and #self.directions == 1 then
    lines[#lines + 1] = ("best value %.10g in trial %d"):format(best.value, best.number)
    local names = {}
    for name in pairs(best.params) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do lines[#lines + 1] = ("  %s = %s"):format(name, tostring(best.params[name])) end
  elseif #self.directions > 1 then
    lines[#lines + 1] = ("%d trials on the Pareto front"):format(#self.pareto)
  end
  lines[#lines + 1] = "sampler " .. self.sampler .. (self.pruner ~= "" and ", pruner " .. self.pruner or "")
  return table.concat(lines, "\n")
end

local metatable = { __name = "nilgrad.study", __tostring = Study.__tostring, __fields = {} }
for name in pairs(Study) do
  if name:sub(1, 2) ~= "__" then metatable.__fields[#metatable.__fields + 1] = name end
end
for name in pairs(fields) do metatable.__fields[#metatable.__fields + 1] = name end
function metatable:__index(name)
  local field = fields[name]
  if field then return field(self) end
  if Study[name] == nil then raise("a study has no field '%s'", tostring(name)) end
  return Study[name]
end

local function object(handle, options)
  local study = handle:record()
  study.core, study.options = handle, options
  return setmetatable(study, metatable)
end

local function with_defaults(options)
  local directions = options.directions or options.direction
  options.directions = type(directions) == "table" and directions or { directions }
  for _, direction in ipairs(options.directions) do
    if direction ~= "minimize" and direction ~= "maximize" then
      raise("option 'directions' of ng.study must be a list of 'minimize' and 'maximize', got '%s'", direction)
    end
  end
  options.sampler = options.sampler or (#options.directions > 1 and native.sampler.nsga2() or native.sampler.autotune())
  return options
end

-- Ten best of another study, in its order, into one that has no trials yet.
local function warm_up(study, other)
  if study.core:counts().total > 0 then return end
  local numbers = {}
  for _, trial in ipairs(other.top) do numbers[#numbers + 1] = trial.number end
  study.core:copy(other.core, numbers)
end

local module = { optimize = Study.optimize, confirm = Study.confirm, repeated = require "nilgrad.study.repeated" }

native.catalog.describe {
  kind = "study", name = "load",
  summary = "a study that is there already, to look at: no trial is run",
  signature = "ng.study.load(storage: string, name: string?) -> study",
  formula = "storage: as for ng.study; name: which study, where the storage has several",
  cost = "no evaluations",
  example = [[
local path = os.tmpname()
os.remove(path)
ng.study { storage = path, seed = 1 }:optimize(function(trial) return trial:float("x", 0, 1) end, { trials = 3, progress = false })
local best = ng.study.load(path).best
os.remove(path)
return best]],
}

-- A study of a storage, to look at.
function module.load(storage, name)
  local list = core.list(storage)
  if not name then
    if #list ~= 1 then
      local names = {}
      for i, record in ipairs(list) do names[i] = record.name end
      raise(#list == 0 and "%s has no studies" or "%s has %d studies, name one: %s", core.storage_name(storage), #list, table.concat(names, ", "))
    end
    name = list[1].name
  end
  for _, record in ipairs(list) do
    if record.name == name then
      return object(core.view(storage, name), {})
    end
  end
  raise("%s has no study '%s'", core.storage_name(storage), name)
end

return setmetatable(module, {
  __call = function(_, options)
    options = with_defaults(check(options))
    local order = core.order()
    local study
    if order and options.storage == "memory" and order.study == options.name then options.storage = order.storage end
    study = object(core.open(options), options)
    if options.warm_start then warm_up(study, options.warm_start) end
    return study
  end,
})
