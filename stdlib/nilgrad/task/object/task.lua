-- task(definition, options): what the constructors of ng.task return. A definition has
--   name, fields                      its fields are the texts of an example
--   template                          a text with {field}s, or a function of the example
--   labels, classes, label            the words of fixed classes, how files write each, and in which field ("label")
--   choices(example)                  instead: the candidates of this example; complete(example, record, place) sets example.correct
--   generates                         instead: the answer is generated and compared with example.answers
--   content_free                      for calibration: a prompt without content, or a function of the example
--   renamed, lines, whole, records    of its files: see read/rows.lua, example.lua and splits.lua
local template = require "nilgrad.task.object.template"
local raise = require "nilgrad.raise"
local native = require "nilgrad.native"
local splits_of = require "nilgrad.task.object.splits"

local Task = { __name = "nilgrad.task" }
Task.__index = Task

native.catalog.describe {
  kind = "object", name = "task",
  summary = "examples, how a model is shown them and what it may answer",
  methods = Task,
  members = {
    { "task:prompt(example: table) -> string", "what the model is shown" },
    { "task:options(example: table) -> string[]", "the texts of which one is to follow the prompt" },
    { "task:content_free(example: table, filled_in: boolean?) -> string, string[]",
      "the prompt without content and its options, for calibration" },
    { "task:examples(split: string | table) -> table[]", "those of 'train', 'dev' or 'test', or of a list" },
    { "task:some_examples(split: string | table) -> table[]", "the same; none is an error that says which option gives some" },
    { "task:encoded(model: language_model, split: string | table, options: table?) -> table[]", "as tokens: ng.task.encoded" },
    { "task:evaluate(model: language_model, split: string | table, options: table?) -> task_report",
      "how well a model does it: ng.task.evaluate" },
    { "task.train: table[]", "its examples to train on" },
    { "task.dev: table[]", "those held out to choose by" },
    { "task.test: table[]", "those to measure on" },
    { "task.name: string", "what reports call it" },
    { "task.constructor: string", "its name in ng.task" },
    { "task.labels: string[]?", "the words of its classes; nil where options differ from example to example" },
    { "task.generates: boolean", "whether answers are generated" },
    { "task.objective: string", "what it is trained with: 'cross_entropy' or 'language_model'" },
    { "task.truncated: integer", "how many examples the last encoding truncated" },
    { "task.truncate: string", "from which side" },
    { "task.seed: integer", "of its splits and demonstrations" },
    { "task.max_length: integer?", "tokens that a prompt and its option may have" },
    { "task.tokens: integer?", "most tokens of a generated answer" },
    { "task.definition: table", "what it is made of" },
  },
  example = [=[
local task = ng.task.sst2 { test = { { sentence = "a joy", label = 1 }, { sentence = "a bore", label = 0 } } }
print(task, #task:examples "test", #task:some_examples { task.test[1] })
print(task:content_free(task.test[1], true))
local model = ng.model.load "scripts/models/mini-opt"
print(#task:encoded(model, "test"), task:evaluate(model, "test").count)
return task:prompt(task.test[1]), task:options(task.test[1])[1]]=],
}

function Task:__tostring()
  return ("task %s: %d train, %d dev, %d test"):format(self.name, #self.train, #self.dev, #self.test)
end

local function check_example(task, example)
  if type(example) ~= "table" then raise("an example of task %s must be a table, got %s", task.name, tostring(example)) end
  for _, field in ipairs(task.definition.fields) do
    if type(example[field]) ~= "string" then raise("an example of task %s needs a text in field '%s', got %s", task.name, field, tostring(example[field])) end
  end
end

local function filled(text, example)
  return type(text) == "function" and text(example) or template.fill(text, example)
end

--- What the model is shown before its answer.
function Task:prompt(example)
  check_example(self, example)
  return template.prompt(filled(self.definition.template, example))
end

local function options_after(task, prompt, example)
  local words, texts = task.labels, {}
  if task.generates then words = example.answers and { example.answers[1] .. "\n" } or {} end
  if not words then words = task.definition.choices(example) end
  for i, word in ipairs(words) do texts[i] = template.option(prompt, word) end
  return texts
end

--- The texts of which one is to follow: prompt .. option is what the model reads. Of a task that generates: its first right answer.
function Task:options(example)
  return options_after(self, self:prompt(example), example)
end

--- The prompt without content, and the same options after it. `filled_in`: not an empty one, for models without a token that
--- begins a text.
function Task:content_free(example, filled_in)
  local definition = self.definition
  local prompt = definition.content_free and template.prompt(filled(definition.content_free, example))
  if not prompt or prompt == "" and filled_in then
    local nothing = {}
    for name, value in pairs(example) do nothing[name] = value end
    for _, name in ipairs(definition.fields) do nothing[name] = "N/A" end
    prompt = template.prompt(filled(definition.template, nothing))
  end
  return prompt, options_after(self, prompt, example)
end

--- The examples of a split, or those of a list.
function Task:examples(split)
  if type(split) == "table" then return split end
  if split ~= "train" and split ~= "dev" and split ~= "test" then
    raise("the splits of task %s are 'train', 'dev' and 'test', got '%s'", self.name, tostring(split))
  end
  return self[split]
end

--- The same; none is an error that says which option gives some.
function Task:some_examples(split)
  local examples = self:examples(split)
  if #examples == 0 then
    if type(split) == "table" then raise("task %s: a list without examples", self.name) end
    raise("task %s has no %s examples: give ng.task.%s { %s = … }", self.name, split, self.constructor, split == "dev" and "train" or split)
  end
  return examples
end

function Task:encoded(model, split, options) return require "nilgrad.task.encoded"(self, model, split, options) end
function Task:evaluate(model, split, options) return require "nilgrad.task.evaluate"(self, model, split, options) end

return function(definition, options)
  local splits = splits_of(definition, options)
  return setmetatable({
    name = options.name or definition.name, constructor = definition.name, definition = definition, labels = definition.labels,
    generates = definition.generates or false, objective = definition.labels and "cross_entropy" or "language_model",
    train = splits.train, dev = splits.dev, test = splits.test, seed = options.seed, max_length = options.max_length,
    truncate = options.truncate, tokens = options.tokens, truncated = 0,
  }, Task)
end
