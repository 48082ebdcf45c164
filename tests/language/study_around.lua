-- What stands around a study's objective: splits of data, repeated evaluation, confirmation of the best, commands.
local ng = require "nilgrad"

local folds = ng.data.k_fold { data = 10, folds = 3 }
local seen = {}
for _, fold in ipairs(folds) do
  for _, i in ipairs(fold.validation) do seen[#seen + 1] = i end
  assert(#fold.train + #fold.validation == 10)
end
table.sort(seen)
print(#folds, table.concat(seen, " "))                             --> 3	1 2 3 4 5 6 7 8 9 10
local labelled = {}
for i = 1, 100 do labelled[i] = { label = i <= 30 and 1 or 0, at = i } end
for _, fold in ipairs(ng.data.k_fold { data = labelled, folds = 5, stratified = true }) do
  local ones = 0
  for _, sample in ipairs(fold.validation) do ones = ones + sample.label end
  assert(#fold.validation == 20 and math.abs(ones - 6) <= 1)
end
local parts = ng.data.holdout { data = labelled, share = 0.1 }
print(#parts.train, #parts.validation)                             --> 90	10
print(pcall(ng.data.k_fold, { data = 3, folds = 5 }))              --> false	...3 samples cannot be split into 5 folds
print(pcall(ng.data.holdout, { data = 3, share = 0.01 }))          --> false	...leaves one part empty

-- Student's interval against tables: 12.706, 2.776, 2.262 at 95 % for 1, 4 and 9 degrees of freedom
local interval = require "nilgrad.study.interval"
local function t(count)
  local values = {}
  for i = 1, count do values[i] = i % 2 == 0 and 1 or -1 end
  local mean, half = interval(values, 0.95)
  local square = 0
  for _, v in ipairs(values) do square = square + (v - mean) ^ 2 end
  return ("%.3f"):format(half / math.sqrt(square / (count - 1) / count))
end
print(t(2), t(5), t(10))                                           --> 12.706	2.776	2.262

local noise = ng.random(5)
local function noisy(trial) return trial:float("x", -1, 1) ^ 2 + 0.1 * noise:normal(1)[1] end
local study = ng.study { sampler = ng.sampler.random(), seed = 1 }
study:optimize(ng.study.repeated(noisy, { times = 4 }), { trials = 20 })
print(#study.best.reports, study.best.notes.interval ~= nil)       --> 4	true
local confirmed = study:confirm(noisy, { top = 3, times = 6 })
print(#confirmed, #confirmed[1].values, confirmed[1].low < confirmed[1].mean)  --> 3	6	true

-- a command: the value is its last line's number, its exit code, or in a file
local space = ng.space { x = ng.space.float(0, 1), word = ng.space.choice { "it's", "$HOME `id`" } }
local function run(options, count)
  options.space, options.sampler, options.seed = space, ng.sampler.random(), 1
  local s = ng.study(options)
  s:optimize { trials = count or 4, progress = false }
  return s
end
local printed = run { command = "printf '%s\\n' {word} >&2; echo loss = {x}" }
local same = true
for _, trial in ipairs(printed.trials) do same = same and trial.value == trial.params.x end
print(same, printed.counts.complete)                               --> true	4
local logs = os.tmpname()
os.remove(logs)
local words = run { command = { "printf", "%s\n", "{word}", "{x}" }, logs = logs }
local file = io.open(logs .. "/0.log")
print(file:read "l" == words.trials[1].params.word)                --> true
file:close()
os.execute("rm -r '" .. logs .. "'")
print(run { command = "exit 3", result = "exit_code" }.best.value) --> 3.0
local path = os.tmpname()
local json = run { command = "echo '{\"loss\": '{x}'}' >" .. path, result = { json = path, field = "loss" } }
print(json.best.value == json.best.params.x)                       --> true
os.remove(path)
print(run { command = "echo no; exit 1" }.trials[1].reason)        --> the command exited with code 1; its last line: no
print(run { command = "echo fine" }.trials[1].reason)              --> the command's last line has no number at its end: 'fine'
print(run { command = "true" }.trials[1].reason)                   --> the command wrote no line
print(run { command = "kill -9 $$" }.trials[1].reason)             --> the command was killed by signal 9 (Killed)
print(run({ command = "sleep 10", timeout = 0.1 }, 1).trials[1].reason)  --> timed out after 0.1 s
print(run { command = "no_such_program_here" }.trials[1].reason)   --> the command exited with code 127...
local reported = run { command = "echo 1 0.5; echo 2 0.25; echo 0.125", report = "^(%d+) ([%d.]+)$" }
print(#reported.best.reports, reported.best.reports[2].value, reported.best.value)  --> 2	0.25	0.125
print(run { command = "echo {y}" }.trials[1].reason)               --> ...the command has {y}, and the space has no parameter of this name
local bare = ng.study { command = "true", sampler = ng.sampler.random() }
print(pcall(bare.optimize, bare, { trials = 1 }))                  --> false	...needs its space declared...
