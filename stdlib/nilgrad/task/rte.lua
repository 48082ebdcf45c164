-- ng.task.rte: does one text follow from another? (GLUE, SuperGLUE)
return require "nilgrad.task.object.define" {
  name = "rte", summary = "Recognizing Textual Entailment, GLUE's or SuperGLUE's: does the hypothesis follow from the premise?",
  fields = { "premise", "hypothesis" }, renamed = { premise = "sentence1", hypothesis = "sentence2" },
  template = "{premise}\nDoes this mean that \"{hypothesis}\" is true? Yes or No?\n",
  labels = { "Yes", "No" }, classes = { { "entailment", "0" }, { "not_entailment", "1" } },
  content_free = "",
  example = [[
local task = ng.task.rte { test = { { premise = "It rains.", hypothesis = "The sun shines.", label = "not_entailment" } } }
return task:prompt(task.test[1])]],
}
