-- ng.task.classification: a task of one's own: a template, the words of its classes, and data with the template's fields.
local native = require "nilgrad.native"
local example = require "nilgrad.task.object.example"
local options = require "nilgrad.task.object.options"
local raise = require "nilgrad.raise"
local task = require "nilgrad.task.object.task"
local template = require "nilgrad.task.object.template"

local check = native.catalog.describe {
  kind = "task", name = "classification",
  summary = "a task of one's own: texts in a template, and the words between which a model chooses",
  signature = "ng.task.classification { template = …, labels = …, train = …, test = …, … } -> task",
  options = options.with {
    { name = "template", type = "string", required = true,
      help = "the prompt; {name} stands for the field of that name in the data. A blank comes before the label unless it ends with a new line" },
    { name = "labels", type = "strings", required = true, help = "what follows for each class; of several tokens where need be" },
    { name = "classes", type = "strings", default_text = "the labels themselves, or 0, 1, … in their order",
      help = "how the data writes each class" },
    { name = "label", type = "string", default = "label", help = "the field of the data that has the class" },
    { name = "content_free", type = "string", default_text = "the template with 'N/A' in every field", help = "what calibrated evaluation asks" },
    { name = "name", type = "string", default = "classification", help = "what reports call it" },
  },
  members = options.members,
  example = [[
local task = ng.task.classification { template = "{text} It was", labels = { "terrible", "great" },
  train = { { text = "A joy.", label = "great" }, { text = "A bore.", label = "terrible" } }, examples = 1, dev = 1 }
return task:prompt(task.train[1]) .. task:options(task.train[1])[task.train[1].correct] ]],
}

local reserved = { correct = true, also_correct = true, answers = true, place = true }

local function fields_of(given)
  local names = template.fields(given.template)
  if #names == 0 then raise "option 'template' of ng.task.classification must name a field, as in '{text} It was'" end
  for _, name in ipairs(names) do
    if reserved[name] or name == given.label then raise("option 'template' of ng.task.classification: '{%s}' is no field of a text", name) end
  end
  return names
end

local function classes_of(given)
  local classes, seen, numeric = {}, {}, false
  for _, label in ipairs(given.labels) do numeric = numeric or label:find "^%s*%d+%s*$" ~= nil end
  if given.classes and (type(given.classes) ~= "table" or #given.classes ~= #given.labels) then
    raise("option 'classes' of ng.task.classification must name each of the %d labels", #given.labels)
  end
  for i, label in ipairs(given.labels) do
    local word = template.trim(label)
    if word == "" then raise("option 'labels' of ng.task.classification: label %d is empty", i) end
    if seen[word] then raise("option 'labels' of ng.task.classification: '%s' stands there twice", word) end
    seen[word] = true
    classes[i] = given.classes and { given.classes[i] } or { word, not numeric and tostring(i - 1) or nil }
  end
  return classes
end

return function(given)
  given = check(given)
  if type(given.labels) ~= "table" or #given.labels < 2 then raise "option 'labels' of ng.task.classification must be at least two words" end
  local fields, classes = fields_of(given), classes_of(given)
  local function prompt(shown)
    local texts = {}
    for _, name in ipairs(fields) do texts[name] = template.trim(shown[name]) end
    return template.fill(given.template, texts)
  end
  local labels = {}
  for i, label in ipairs(given.labels) do labels[i] = template.trim(label) end
  return task({
    name = "classification", fields = fields, template = prompt, labels = labels, label = given.label, classes = classes,
    class_numbers = example.class_numbers(classes), content_free = given.content_free, lines = #fields == 1 and fields[1] or nil,
  }, given)
end
