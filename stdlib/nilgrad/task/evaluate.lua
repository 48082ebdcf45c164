-- ng.task.evaluate(task, model, split, options): how well a model does a task.
local native = require "nilgrad.native"
local choose = require "nilgrad.task.object.choose"
local fit = require "nilgrad.task.object.fit"
local progress = require "nilgrad.native.progress"
local raise = require "nilgrad.raise"
local report_of = require "nilgrad.task.object.report"
local write = require "nilgrad.task.object.write"

local check = native.catalog.describe {
  kind = "task", name = "evaluate", summary = "how well a model does a task: accuracy, F1, confusion, with an interval; prints as a report",
  signature = "ng.task.evaluate(task: task, model: language_model, split: string | table, options: table?) -> task_report",
  formula = "the option with the highest mean log-probability of its tokens; calibrated: the highest log p(option | prompt) − "
    .. "log p(option | prompt without content), summed over its tokens",
  options = {
    { name = "shots", type = "integer", min = 0, default = 0, help = "examples of train with their answers before each question, as many as fit" },
    { name = "seed", type = "integer", default_text = "the task's", help = "which these are; the bootstrap's draws" },
    { name = "calibrated", type = "boolean", default = false,
      help = "surface-form calibration; ng.task.classification's content_free says what is asked instead of a text" },
    { name = "interval", type = "string", choices = { "wilson", "bootstrap" }, default = "wilson", help = "95 %; F1 of answers is always bootstrapped" },
    { name = "resamples", type = "integer", min = 100, max = 1000000, default = 2000, help = "of the bootstrap" },
    { name = "batch", type = "integer", min = 1, default = 32, unit = "examples", help = "scored at a time; results do not depend on it" },
    { name = "progress", type = "boolean", default = true, help = "show a line on a terminal" },
  },
  cost = "a forward for each example, its prompt computed once for all its options; calibrated: and one for each other question",
  reference = "Holtzman, West, Shwartz, Choi & Zettlemoyer 2021 (calibration); Wilson 1927; Rajpurkar et al. 2016 (answers)",
  example = [[
local model = { positions = 64 }   -- thinks that a text with more vowels was great
function model:tokenize(text) return { 0, text:byte(1, -1) } end
function model:score(examples)
  local scores = {}
  for i, example in ipairs(examples) do
    local _, vowels = string.char(table.unpack(example.prompt, 2)):gsub("[aeiou]", "")
    scores[i] = { 0, vowels - 6 }
  end
  return scores
end
local task = ng.task.sst2 { test = { { sentence = "a joy to see", label = 1 }, { sentence = "dull", label = 0 } } }
return task:evaluate(model, "test")]],
}

return function(task, model, split, options)
  options = check(options)
  local started = progress.seconds()
  if task.generates and options.calibrated then raise("option 'calibrated': task %s generates its answers, there is nothing to calibrate", task.name) end
  local method = task.generates and "generate" or "score"
  if (type(model) ~= "table" and type(model) ~= "userdata") or not model[method] then
    raise("task:evaluate needs a model with model:%s(…), got %s", method, tostring(model))
  end
  local line <close> = progress.line(options.progress)
  local asked = setmetatable({ title = task.name }, { __index = options })
  local outcome = (task.generates and write or choose)(task, model, split, asked, line)
  local limit = fit.limit(task, model) - (task.generates and task.tokens or 0)
  local report = report_of(task, split, options, limit, outcome)
  report.seconds = progress.seconds() - started
  return report
end
