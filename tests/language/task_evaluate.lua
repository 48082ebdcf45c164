-- task:evaluate: what is chosen, what is counted, and how it prints.
local ng = require "nilgrad"

-- A model that scores options by a rule; its tokens are bytes.
local function text_of(ids) return (string.char(table.unpack(ids)):gsub("%z", "")) end
local function model_of(rule)
  local model = { calls = 0, asked = 0 }
  function model:tokenize(text) return { 0, text:byte(1, -1) } end
  function model:score(examples, options)
    local rows = {}
    self.calls, self.asked = self.calls + 1, self.asked + #examples
    for i, example in ipairs(examples) do
      rows[i] = {}
      for j, option in ipairs(example.options) do rows[i][j] = rule(text_of(example.prompt), text_of(option), options.sum) end
    end
    return rows
  end
  return model
end

local test = {}
for i = 1, 10 do test[i] = { sentence = i .. (i % 2 == 0 and " good" or " bad"), label = (i % 2 == 0 or i == 1) and 1 or 0 } end
local task = ng.task.sst2 { train = test, dev = 0, test = test }
local model = model_of(function(prompt, option, sum)
  assert(not sum)
  return prompt:find "good It was$" and option == " great" and 1 or option == " terrible" and 0.5 or 0
end)
local report = task:evaluate(model, "test", { batch = 4 })
print(report)
--> sst2 test: 10 examples, zero-shot
--> accuracy    90.0 % (59.6 % to 98.2 %, Wilson 95 %)
--> F1          macro 89.9 %, micro 90.0 %
--> confusion            terrible  great   (rows: true, columns: predicted)
-->             terrible        4      0
-->             great           1      5
print(model.calls, report.accuracy, report.confusion[2][1], report.predictions[1].right, report.predictions[1].predicted) --> 3	0.9	1	false	1
print(task:evaluate(model, "test", { interval = "bootstrap", shots = 2 }))
--> sst2 test: 10 examples, 2 shots
--> accuracy    90.0 % (... % to 100.0 %, bootstrap 95 %)
--> ...
--> ...
--> ...
--> ...

-- Scores are a tensor as well; a NaN is no score, and an example without one is wrong.
local score = model.score
model.score = function(_, examples)
  local rows = ng.tensor.zeros { #examples, 3 }
  for i = 1, #examples do rows[i][1], rows[i][2], rows[i][3] = 0 / 0, i == 1 and 0 / 0 or -2, 0 / 0 end
  return rows
end
report = task:evaluate(model, "test")
print(report.failed, report.count, report.accuracy, report.predictions[1].predicted) --> 1	10	0.5	nil
print((tostring(report):match "failed.*"))              --> failed      1 of 10 have no score (NaN) and count as wrong
model.score = score

-- Calibrated: the model likes "terrible" whatever it is shown, by 3, and "great" by 1 more where the text is good. What it says
-- without content is asked once and subtracted.
model = model_of(function(prompt, option, sum)
  assert(sum)
  if option == " terrible" then return 3 end
  return prompt:find "good" and 1 or prompt:find "bad" and -1 or 0
end)
report = task:evaluate(model, "test", { calibrated = true })
print(report.accuracy, model.asked, report.predictions[2].scores[1], report.predictions[2].scores[2]) --> 0.9	11	0	1
print((tostring(report):match "^[^\n]*"))               --> sst2 test: 10 examples, zero-shot, surface-form calibration

-- Candidates of each example's own: no classes, so no F1; any of several right ones counts.
local record = ng.task.record { test = {
  { passage = "Ada and Bob met Cid.", query = "@placeholder left.", entities = { "Ada", "Bob", "Cid" }, answers = { "Ada", "Bob" } },
  { passage = "Ada met Bob.", query = "@placeholder left.", entities = { "Ada", "Bob" }, answers = { "Ada" } } } }
local names = { tokenize = model.tokenize, score = function() return { { 0, 2, 1 }, { 0, 2 } } end }
report = record:evaluate(names, "test")
print(report.accuracy, report.f1_macro, report.confusion) --> 0.5	nil	nil
print(report)
--> record test: 2 examples, zero-shot
--> accuracy    50.0 % (9.5 % to 90.5 %, Wilson 95 %)

-- Answers that are written out: the first line, compared as SQuAD does.
local squad = ng.task.squad { tokens = 12, test = {
  { title = "T", context = "C", question = "What?", answers = { "the big cat" } },
  { title = "T", context = "C", question = "Who?", answers = { "Ada", "Bob" } } } }
local said = {}
local writer = { positions = 50, tokenize = model.tokenize, detokenize = function(_, ids) return string.char(table.unpack(ids)) end, generate = function(_, prompt, options)
  said[#said + 1] = #prompt .. " " .. options.tokens .. " " .. (options.stop == "\n" and "line" or "?")
  return #said == 1 and { (" Big cat.\nTitle: x"):byte(1, -1) } or " a small dog" -- ids, as models do, or a text
end }
report = squad:evaluate(writer, "test")
print(table.concat(said, ", "))                         --> 38 12 line, 38 12 line
print(report)
--> squad test: 2 examples, zero-shot
--> exact match 50.0 % (9.5 % to 90.5 %, Wilson 95 %)
--> F1          50.0 % (0.0 % to 100.0 %, bootstrap 95 %)
--> truncated   2 of 2 on the left, to 38 tokens
print(report.predictions[1].text, report.predictions[1].exact, report.predictions[2].f1, report.exact_match) --> Big cat.	1	0	0.5

local function refused(f, ...) print((tostring(select(2, pcall(f, ...))):gsub("^tests[^ ]*%.lua:%d+: ", ""))) end
refused(task.evaluate, task, model, "test", { calibrate = true }) --> unknown option 'calibrate' of ng.task.evaluate; did you mean 'calibrated'?
refused(task.evaluate, task, {}, "test")                --> task:evaluate needs a model with model:score(…), got table: ...
refused(squad.evaluate, squad, model, "test")           --> task:evaluate needs a model with model:generate(…), got table: ...
refused(squad.evaluate, squad, writer, "test", { calibrated = true }) --> option 'calibrated': task squad generates its answers, there is nothing to calibrate
refused(record.evaluate, record, { tokenize = model.tokenize, score = function() return {} end }, "test") --> model:score must return 2 rows, got table: ...
task:evaluate(model, "tests")                           --! the splits of task sst2 are 'train', 'dev' and 'test', got 'tests'
