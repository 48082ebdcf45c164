-- ng.task.squad: an answer to be found in a passage and written out.
local raise = require "nilgrad.raise"

local function answers_of(question)
  local texts, given = {}, question.answers
  if type(given) == "table" and type(given.text) == "table" then return given.text end -- as Hugging Face's lines have them
  for i, answer in ipairs(type(given) == "table" and given or {}) do texts[i] = type(answer) == "table" and answer.text or answer end
  return texts
end

-- SQuAD's file is one JSON text: articles, their paragraphs, and their questions.
local function whole(document, add, path)
  if document.question then return add(document, "the only question") end
  if type(document.data) ~= "table" then raise("%s: field 'data' is missing: SQuAD's files have a list of articles there", path) end
  for a, article in ipairs(document.data) do
    for p, paragraph in ipairs(type(article.paragraphs) == "table" and article.paragraphs or {}) do
      for q, question in ipairs(type(paragraph.qas) == "table" and paragraph.qas or {}) do
        add({ title = article.title, context = paragraph.context, question = question.question, answers = question.answers },
          ("data[%d].paragraphs[%d].qas[%d]"):format(a, p, q))
      end
    end
  end
end

local function complete(example, record, place)
  if type(record.answers) ~= "table" then raise("%s: field 'answers' is missing", place) end
  example.answers = answers_of(record)
  if #example.answers == 0 then example.answers = { "no answer" } end -- SQuAD 2 has questions without one
  for i, text in ipairs(example.answers) do
    if type(text) ~= "string" or not text:find "%S" then raise("%s: answers[%d] is empty", place, i) end
  end
end

return require "nilgrad.task.object.define" {
  name = "squad", summary = "SQuAD 1 and 2: a question about a passage, whose answer is generated; scored by exact match and F1",
  fields = { "title", "context", "question" }, whole = whole, complete = complete, generates = true,
  template = function(example)
    return ("Title: %s\nContext: %s\nQuestion: %s\nAnswer:"):format(example.title, example.context, example.question:match "^%s*(.-)%s*$")
  end,
  formula = "Title: {title}\\nContext: {context}\\nQuestion: {question}\\nAnswer:",
  options = { { name = "tokens", type = "integer", min = 1, default = 50, help = "of an answer at most; it ends at a line's end" } },
  example = [[
local task = ng.task.squad { test = { { title = "Snow", context = "Snow is white.", question = "What is white?", answers = { "Snow" } } } }
return task:prompt(task.test[1])]],
}
