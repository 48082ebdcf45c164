-- What task:evaluate returns: numbers, predictions, and print(report).
local native = require "nilgrad.native"
local metrics = require "nilgrad.task.object.metrics"

local Report = { __name = "nilgrad.task_report" }
Report.__index = Report

native.catalog.describe {
  kind = "object", name = "task_report",
  summary = "what task:evaluate returns: numbers and predictions; prints as a report",
  methods = {},
  members = {
    { "report.accuracy: number", "share of right choices (of answers: of exact matches)" },
    { "report.low: number", "of accuracy, with 95 % certainty" },
    { "report.high: number", "of accuracy, with 95 % certainty" },
    { "report.f1_macro: number?", "mean F1 of the classes; nil where options differ from example to example" },
    { "report.f1_micro: number?", "F1 of all together" },
    { "report.f1: number?", "of generated answers: mean F1 of words" },
    { "report.f1_low: number?", "of f1" },
    { "report.f1_high: number?", "of f1" },
    { "report.exact_match: number?", "of generated answers: the accuracy" },
    { "report.confusion: integer[][]?", "confusion[truth][prediction], counts" },
    { "report.count: integer", "of examples" },
    { "report.failed: integer", "those whose scores are NaN, counted as wrong" },
    { "report.truncated: integer", "how many prompts were truncated" },
    { "report.side: string", "where" },
    { "report.limit: integer?", "to how many tokens" },
    { "report.predictions: table[]",
      "one for each example: predicted, correct, right, scores; of answers: text, answers, exact, f1" },
    { "report.labels: string[]?", "the words of the classes" },
    { "report.task: string", "its name" },
    { "report.split: string", "which examples" },
    { "report.shots: integer", "examples shown before each" },
    { "report.shown: number", "of them, how many fit on average" },
    { "report.calibrated: boolean", "whether scores were calibrated" },
    { "report.interval: string", "how low and high were made" },
    { "report.seed: integer", "of the bootstrap" },
    { "report.seconds: number", "it took" },
  },
  example = [[
local model = ng.model.load 'scripts/models/mini-opt'
local task = ng.task.sst2 { test = { { sentence = "a joy", label = 1 }, { sentence = "a bore", label = 0 } } }
return task:evaluate(model, "test").accuracy]],
}

local function percent(share) return ("%.1f %%"):format(100 * share) end

local function padded(text, width) return text .. (" "):rep(width - utf8.len(text)) end

local function interval_line(report, name, value, low, high)
  return ("%-11s %s (%s to %s, %s 95 %%)"):format(name, percent(value), percent(low), percent(high),
    report.interval == "wilson" and name ~= "F1" and "Wilson" or "bootstrap")
end

-- Rows: what was true; columns: what was predicted.
local function confusion_lines(report, lines)
  local width, head = 0, {}
  for _, label in ipairs(report.labels) do width = math.max(width, utf8.len(label)) end
  for i, label in ipairs(report.labels) do head[i] = (" "):rep(math.max(0, 6 - utf8.len(label))) .. label end
  lines[#lines + 1] = ("%-11s %s %s   (rows: true, columns: predicted)"):format("confusion", padded("", width), table.concat(head, " "))
  for i, label in ipairs(report.labels) do
    local cells = {}
    for j, count in ipairs(report.confusion[i]) do cells[j] = ("%" .. math.max(6, utf8.len(report.labels[j])) .. "d"):format(count) end
    lines[#lines + 1] = ("%-11s %s %s"):format("", padded(label, width), table.concat(cells, " "))
  end
end

local function title_of(report)
  local how = report.shots == 0 and "zero-shot" or ("%d shots"):format(report.shots)
  if report.shots > 0 and report.shown < report.shots then how = how .. (" (%.1f fit on average)"):format(report.shown) end
  if report.calibrated then how = how .. ", surface-form calibration" end
  return ("%s %s: %d examples, %s"):format(report.task, report.split, report.count, how)
end

function Report:__tostring()
  local lines = { title_of(self) }
  if self.f1 then
    lines[2] = interval_line(self, "exact match", self.accuracy, self.low, self.high)
    lines[3] = interval_line(self, "F1", self.f1, self.f1_low, self.f1_high)
  else
    lines[2] = interval_line(self, "accuracy", self.accuracy, self.low, self.high)
  end
  if self.f1_macro then
    lines[#lines + 1] = ("%-11s macro %s, micro %s"):format("F1", percent(self.f1_macro), percent(self.f1_micro))
    confusion_lines(self, lines)
  end
  if self.failed > 0 then lines[#lines + 1] = ("%-11s %d of %d have no score (NaN) and count as wrong"):format("failed", self.failed, self.count) end
  if self.truncated > 0 then
    lines[#lines + 1] = ("%-11s %d of %d on the %s, to %s tokens"):format("truncated", self.truncated, self.count, self.side, self.limit)
  end
  return table.concat(lines, "\n")
end

local function interval(report, values, kind, options)
  if kind == "wilson" then
    local sum = 0
    for _, value in ipairs(values) do sum = sum + value end
    return metrics.wilson(sum, #values)
  end
  return metrics.bootstrap(values, options.seed or report.seed, options.resamples)
end

local function add_generated(report, options)
  local exact, f1 = {}, {}
  for i, prediction in ipairs(report.predictions) do exact[i], f1[i] = prediction.exact, prediction.f1 end
  report.accuracy, report.f1, report.failed = metrics.mean(exact), metrics.mean(f1), 0
  report.exact_match = report.accuracy
  report.low, report.high = interval(report, exact, options.interval, options)
  report.f1_low, report.f1_high = interval(report, f1, "bootstrap", options)
end

local function add_chosen(report, options)
  local right, truths, guesses, failed = {}, {}, {}, 0
  for i, prediction in ipairs(report.predictions) do
    right[i], truths[i], guesses[i] = prediction.right and 1 or 0, prediction.correct, prediction.predicted or false
    if not prediction.predicted then failed = failed + 1 end
  end
  report.accuracy, report.failed = metrics.mean(right), failed
  report.low, report.high = interval(report, right, options.interval, options)
  if not report.labels then return end
  report.f1_macro = metrics.f1_macro(truths, guesses, #report.labels)
  report.f1_micro = metrics.f1_micro(truths, guesses, #report.labels)
  report.confusion = metrics.confusion(truths, guesses, #report.labels)
end

--- report(task, split, options, limit, outcome): outcome is choose.lua's or write.lua's.
return function(task, split, options, limit, outcome)
  local report = setmetatable({
    task = task.name, split = type(split) == "string" and split or "examples", labels = task.labels, count = #outcome.predictions,
    predictions = outcome.predictions, truncated = outcome.truncated, shots = options.shots, shown = outcome.shown,
    calibrated = options.calibrated, interval = options.interval, seed = task.seed, side = task.truncate, limit = limit,
  }, Report);
  (task.generates and add_generated or add_chosen)(report, options)
  return report
end
