-- How a task divides its examples, and what it says of files and options that are wrong: the file, the line, the value.
local ng = require "nilgrad"

local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir '" .. folder .. "'")

local function file(name, text)
  local stream <close> = assert(io.open(folder .. "/" .. name, "wb"))
  stream:write(text)
  return folder .. "/" .. name
end

-- 40 sentences in lines; every third is positive.
local lines = {}
for i = 1, 40 do lines[i] = ("%d sentence %02d"):format(i % 3 == 0 and 1 or 0, i) end
local forty = file("forty.txt", table.concat(lines, "\n"))

local function names(list)
  local texts = {}
  for i, example in ipairs(list) do texts[i] = example.sentence:match "%d+" end
  return table.concat(texts, " ")
end

local task = ng.task.sst2 { train = forty, test = file("test.txt", "1 last"), seed = 3 }
print(task)                                        --> task sst2: 32 train, 8 dev, 1 test
print(task.train[1].place:sub(#folder + 2))        --> forty.txt:1
local seen = {}
for _, list in ipairs { task.train, task.dev } do
  for _, example in ipairs(list) do seen[example.sentence] = (seen[example.sentence] or 0) + 1 end
end
local count = 0
for _, times in pairs(seen) do count = count + times end
print(count, seen["sentence 40"])                  --> 40	1

-- The seed decides; more for training leave dev as it is, and the fewer are among the more.
local again, other = ng.task.sst2 { train = forty, seed = 3 }, ng.task.sst2 { train = forty, seed = 4 }
print(names(again.dev) == names(task.dev), names(other.dev) == names(task.dev)) --> true	false
local few = ng.task.sst2 { train = forty, seed = 3, examples = 5, dev = 8 }
print(few, names(few.dev) == names(task.dev))      --> task sst2: 5 train, 8 dev, 0 test	true
local more = {}
for _, example in ipairs(ng.task.sst2({ train = forty, seed = 3, examples = 10, dev = 8 }).train) do more[example.sentence] = true end
print(more[few.train[1].sentence], more[few.train[5].sentence])               --> true	true
print(ng.task.sst2 { train = forty, dev = forty, dev_examples = 7, test = forty, test_examples = "all", examples = "all" })
--> task sst2: 40 train, 7 dev, 40 test

local function refused(name, options)
  local _, message = pcall(ng.task[name], options)
  print((tostring(message):gsub("^tests[^ ]*%.lua:%d+: ", ""):gsub(folder .. "/", "")))
end
local function refused_test(name, text) refused(name, { test = file("test", text) }) end

refused("sst2", { trian = forty })                 --> unknown option 'trian' of ng.task.sst2; did you mean 'train'?
refused("sst2", { train = 7 })                     --> option 'train' of ng.task.sst2 must be a file or a list of tables, got 7
refused("sst2", { train = folder .. "/none" })     --> none: No such file or directory
refused("sst2", { train = folder .. "/" })         --> ...Is a directory
refused("sst2", { train = forty, examples = 41 })  --> option 'examples' of ng.task.sst2 is 41, but forty.txt, less dev = 8, has 32 examples to give
refused("sst2", { train = forty, dev = 0, examples = 41 })  --> option 'examples' of ng.task.sst2 is 41, but forty.txt has 40 examples to give
refused("sst2", { train = forty, examples = 1.5 }) --> option 'examples' of ng.task.sst2 must be a number of examples or 'all', got 1.5
refused("sst2", { train = forty, dev = -1 })       --> option 'dev' of ng.task.sst2 must be a number of examples or 'all', got -1
refused("sst2", { test = { { sentence = "a", label = 1 } }, test_examples = 2 }) --> option 'test_examples' of ng.task.sst2 is 2, but option 'test' has 1 examples to give
refused("sst2", { train = forty, truncate = "lft" }) --> option 'truncate' of ng.task.sst2 must be 'left' or 'right', got 'lft'; did you mean 'left'?

refused_test("sst2", "")                           --> test: the file is empty
refused_test("sst2", "\n \n")                      --> test: no examples
refused_test("sst2", "sentence\tlabel\n")          --> test: no examples
refused_test("sst2", "index\tsentence\n0\ta joy\n") --> test: neither JSON nor a table: its first line lacks the columns 'label'
refused_test("sst2", "sentence\tlabel\na joy\t1\nno\n") --> test:3: has 1 columns, the first line has 2
refused_test("sst2", "sentence\tlabel\na joy\t2\n") --> test:2: label '2' must be one of '0', '1'
refused_test("sst2", "1 a joy\n\n3 no yuks\n")      --> test:3: label '3' must be one of '0', '1'
refused_test("sst2", "1 a joy\njoy\n")              --> test:2: must be a label, a tab or blank, and the sentence
refused_test("sst2", "1 a joy\n0 \n")               --> test:2: field 'sentence' is empty
refused_test("sst2", "1 a joy\n0 caf\xe9\n")        --> test:2: field 'sentence' is no UTF-8: byte 4 is 0xe9
refused_test("sst2", '{"sentence": "a joy", "label": -1}\n') --> test:1: label '-1' must be one of '0', '1'; a published test set has no labels
refused_test("sst2", '{"sentence": "a joy", "label": 1}\n{"sentence": "no yuks", \n') --> test:2: no JSON: parse error at line 1, column ...
refused_test("sst2", '{"sentence": null, "label": 1}\n') --> test:1: field 'sentence' is missing; there are label, sentence
refused_test("sst2", '["a joy"]\n')                 --> test: [1]: must be a JSON object with named fields
refused_test("rte", '{"premise": "a", "hypotesis": "b", "label": "entailment"}\n') --> test:1: field 'hypothesis' is missing; there are hypotesis, label, premise
refused_test("rte", "1 a joy\n")                    --> test: neither JSON nor a table: its first line lacks the columns 'premise', 'hypothesis', 'label'
refused_test("rte", '{"premise": "a", "hypothesis": " ", "label": "entailment"}\n') --> test:1: field 'hypothesis' is empty
refused_test("rte", '{"premise": "a", "hypothesis": "b"}\n') --> test:1: field 'label' is missing; there are hypothesis, premise
refused_test("cb", '{"premise": "a", "hypothesis": "b", "label": "maybe"}\n') --> test:1: label 'maybe' must be one of 'entailment', 'contradiction', 'neutral'
refused_test("copa", '{"premise": "a", "choice1": "b", "choice2": "c", "question": "why", "label": 0}\n') --> test:1: field 'question' must be 'cause' or 'effect', got 'why'
refused_test("copa", '{"premise": "a", "choice1": "b", "choice2": "c", "question": "cause", "label": 2}\n') --> test:1: label '2' must be one of '0', '1'
refused_test("multirc", '{"passage": {"text": "a"}}\n') --> test:1: field 'passage.questions' is missing
refused_test("record", '{"passage": {"text": "Ada", "entities": [{"start": 0, "end": 9}]}, "qas": []}\n') --> test:1: entity from 0 to 9 of a passage of 3 letters
refused_test("squad", '{"articles": []}')           --> test: field 'data' is missing: SQuAD's files have a list of articles there
refused_test("squad", '{"data": [')                 --> test: no JSON: parse error at line 1, column ...
refused_test("drop", '{"p": {"passage": "a", "qa_pairs": [{"question": "b", "answer": {"spans": []}}]}}') --> test: p.qa_pairs[1]: answers[1] is empty
refused("sst2", { test = { "a joy" } })             --> test[1] must be a table with named fields, got a joy
refused("sst2", { test = { { sentence = "a", label = 1 }, { sentence = "b", label = "2" } } }) --> test[2]: label '2' must be one of '0', '1'
os.execute("rm -r '" .. folder .. "'")

local function refused_own(options) refused("classification", options) end
refused_own { template = "It was", labels = { "a", "b" } }        --> option 'template' of ng.task.classification must name a field, as in '{text} It was'
refused_own { template = "{label} is", labels = { "a", "b" } }    --> option 'template' of ng.task.classification: '{label}' is no field of a text
refused_own { template = "{text}", labels = { "a" } }             --> option 'labels' of ng.task.classification must be at least two words
refused_own { template = "{text}", labels = { "a", " " } }        --> option 'labels' of ng.task.classification: label 2 is empty
refused_own { template = "{text}", labels = { "a", " a" } }       --> option 'labels' of ng.task.classification: 'a' stands there twice
refused_own { template = "{text}", labels = { "a", "b" }, classes = { "1" } } --> option 'classes' of ng.task.classification must name each of the 2 labels
refused_own { template = "{text}", labels = { "1", "0" }, test = { { text = "x", label = 2 } } } --> test[1]: label '2' must be one of '1', '0'
refused_own { template = "{text}", labels = { "a", "b" }, test = { { txt = "x", label = "a" } } } --> test[1]: field 'text' is missing; there are label, txt
local numbers = ng.task.classification { template = "{text}", labels = { "1", "0" }, test = { { text = "x", label = 0 } } }
print(numbers.test[1].correct)                      --> 2

task:prompt { text = "a joy" }                      --! an example of task sst2 needs a text in field 'sentence', got nil
