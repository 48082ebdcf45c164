-- ng.task.multirc: is an answer to a question about a paragraph right? (SuperGLUE)
local raise = require "nilgrad.raise"

-- SuperGLUE's lines hold a passage with its questions and their answers: each answer is an example.
local function records(record, place)
  local passage, list = record.passage, {}
  if type(passage) ~= "table" then return { record } end
  if type(passage.questions) ~= "table" then raise("%s: field 'passage.questions' is missing", place) end
  for i, question in ipairs(passage.questions) do
    if type(question.answers) ~= "table" then raise("%s: field 'passage.questions[%d].answers' is missing", place, i) end
    for _, answer in ipairs(question.answers) do
      list[#list + 1] = { paragraph = passage.text, question = question.question, answer = answer.text, label = answer.label }
    end
  end
  return list
end

return require "nilgrad.task.object.define" {
  name = "multirc", summary = "Multi-Sentence Reading Comprehension, SuperGLUE: is an answer to a question about a paragraph right?",
  fields = { "paragraph", "question", "answer" }, records = records,
  template = "{paragraph}\nQuestion: {question}\nI found this answer \"{answer}\". Is that correct? Yes or No?\n",
  labels = { "No", "Yes" }, classes = { { "0", "false" }, { "1", "true" } },
  content_free = "",
  example = [[
local task = ng.task.multirc { test = { { paragraph = "Tom has a cat.", question = "What has Tom?", answer = "A dog", label = 0 } } }
return task:prompt(task.test[1])]],
}
