-- ng.task: each file of this folder is one task, or one thing that is done with tasks. read/ reads their files, object/ is what
-- they are made of: a task is a definition (see sst2.lua for how short one is) and the examples that were read.
require "nilgrad.native".catalog.describe {
  kind = "room", name = "task",
  summary = "tasks of texts for language models: prompts, answers, evaluation",
  example = [[
local task = ng.task.sst2 { test = { { sentence = "a joy", label = 1 }, { sentence = "a bore", label = 0 } } }
return task:prompt(task.test[1])]],
}

return require "nilgrad.room"("nilgrad.task")
