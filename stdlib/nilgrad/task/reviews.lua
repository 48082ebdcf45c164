-- ng.task.reviews: film-review snippets that people rated, with the prompt of SST-2.
local native = require "nilgrad.native"
local example = require "nilgrad.task.object.example"
local options = require "nilgrad.task.object.options"
local task = require "nilgrad.task.object.task"

local check = native.catalog.describe {
  kind = "task", name = "reviews",
  summary = "film-review snippets, negative or positive as people rated them; ./bootstrap data fetches them",
  signature = "ng.task.reviews { examples = 512, … } -> task",
  formula = "{text} It was | terrible, great",
  options = options.with({ { name = "path", type = "string", default_text = "data/review_snippets of ./bootstrap data", help = "their folder" } }, true),
  members = options.members, reference = "Hutto & Gilbert, ICWSM 2014; ?ng.data.review_snippets has the splits",
  example = [[
local task = ng.task.reviews { examples = 512 }
return task, task:prompt(task.train[1])]],
}

local classes = { { "0" }, { "1" } }
local definition = {
  name = "reviews", fields = { "text" }, labels = { "terrible", "great" }, classes = classes, class_numbers = example.class_numbers(classes),
  template = function(shown) return shown.text:match "^%s*(.-)%s*$" .. " It was" end, content_free = "It was",
}

return function(given)
  given = check(given)
  local snippets = require "nilgrad.data.review_snippets"
  for _, split in ipairs { "train", "dev", "test" } do given[split] = snippets { path = given.path, split = split } end
  return task(definition, given)
end
