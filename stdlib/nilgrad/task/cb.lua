-- ng.task.cb: does the speaker hold a clause to be true? (SuperGLUE)
return require "nilgrad.task.object.define" {
  name = "cb", summary = "CommitmentBank, SuperGLUE: can the hypothesis be inferred from the premise, or its contrary?",
  fields = { "premise", "hypothesis" },
  template = "Suppose {premise} Can we infer that \"{hypothesis}\"? Yes, No, or Maybe?\n",
  labels = { "Yes", "No", "Maybe" }, classes = { { "entailment", "0" }, { "contradiction", "1" }, { "neutral", "2" } },
  content_free = "",
  example = [[
local task = ng.task.cb { test = { { premise = "It may rain.", hypothesis = "it rains", label = "neutral" } } }
return task:prompt(task.test[1])]],
}
