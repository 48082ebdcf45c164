-- ng.task.wic: has a word the same meaning in two sentences? (SuperGLUE)
return require "nilgrad.task.object.define" {
  name = "wic", summary = "Words in Context, SuperGLUE: has a word the same meaning in two sentences?",
  fields = { "word", "sentence1", "sentence2" },
  template = "Does the word \"{word}\" have the same meaning in these two sentences? Yes, No?\n{sentence1}\n{sentence2}\n",
  labels = { "No", "Yes" }, classes = { { "false", "0" }, { "true", "1" } },
  content_free = "",
  example = [[
local task = ng.task.wic { test = { { word = "bank", sentence1 = "The bank is shut.", sentence2 = "A grassy bank.", label = false } } }
return task:prompt(task.test[1])]],
}
