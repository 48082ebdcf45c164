-- ng.task.sst2: is a sentence from a film review positive? (GLUE)
return require "nilgrad.task.object.define" {
  name = "sst2", summary = "Stanford Sentiment Treebank, GLUE: is a sentence from a film review negative or positive?",
  fields = { "sentence" }, lines = "sentence",
  template = function(example) return example.sentence:match "^%s*(.-)%s*$" .. " It was" end,
  formula = "{sentence} It was | terrible, great",
  labels = { "terrible", "great" }, classes = { { "0", "negative" }, { "1", "positive" } },
  content_free = "It was",
  example = [[
local task = ng.task.sst2 { test = { { sentence = "a stirring , funny film", label = 1 }, { sentence = "no movement , no yuks", label = 0 } } }
return task:prompt(task.test[1]), task:options(task.test[1])[2], task]],
}
