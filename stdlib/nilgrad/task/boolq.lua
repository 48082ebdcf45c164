-- ng.task.boolq: questions about a passage, answered by yes or no (SuperGLUE).
local function prompt(example)
  local question = example.question
  if question:sub(-1) ~= "?" then question = question .. "?" end
  return example.passage .. " " .. question:sub(1, 1):upper() .. question:sub(2) .. "\n"
end

return require "nilgrad.task.object.define" {
  name = "boolq", summary = "BoolQ, SuperGLUE: a question about a passage, to be answered by yes or no",
  fields = { "passage", "question" }, template = prompt, formula = "{passage} {Question}?\\n | Yes, No",
  labels = { "Yes", "No" }, classes = { { "true", "1" }, { "false", "0" } },
  content_free = "",
  example = [[
local task = ng.task.boolq { test = { { passage = "Snow is frozen water.", question = "is snow warm", label = false } } }
return task:prompt(task.test[1])]],
}
