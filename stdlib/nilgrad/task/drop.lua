-- ng.task.drop: questions about a passage that want reckoning; the answer is written out.
local raise = require "nilgrad.raise"

-- An answer is a number, spans of the passage, or a date; each span counts as right.
local function add_texts(answer, texts)
  local date = type(answer.date) == "table" and answer.date or {}
  local number = answer.number ~= nil and tostring(answer.number) or ""
  if number ~= "" then
    texts[#texts + 1] = number
  elseif type(answer.spans) == "table" and #answer.spans > 0 then
    table.move(answer.spans, 1, #answer.spans, #texts + 1, texts)
  else
    texts[#texts + 1] = ("%s %s %s"):format(date.day or "", date.month or "", date.year or ""):gsub("%s+", " "):match "^%s*(.-)%s*$"
  end
end

-- DROP's file is one JSON text: passages by name, with their questions.
local function whole(document, add, path)
  if document.question then return add(document, "the only question") end
  local names = {}
  for name, passage in pairs(document) do
    if type(passage) ~= "table" or type(passage.qa_pairs) ~= "table" then raise("%s: %s: field 'qa_pairs' is missing", path, name) end
    names[#names + 1] = name
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local passage = document[name]
    for i, pair in ipairs(passage.qa_pairs) do
      local texts = {}
      if type(pair.answer) == "table" then add_texts(pair.answer, texts) end
      for _, answer in ipairs(type(pair.validated_answers) == "table" and pair.validated_answers or {}) do add_texts(answer, texts) end
      add({ passage = passage.passage, question = pair.question, answers = texts }, ("%s.qa_pairs[%d]"):format(name, i))
    end
  end
end

local function complete(example, record, place)
  local answers = type(record.answers_spans) == "table" and record.answers_spans.spans or record.answers
  if type(answers) ~= "table" or #answers == 0 then raise("%s: no answer", place) end
  for i, text in ipairs(answers) do
    if type(text) ~= "string" or not text:find "%S" then raise("%s: answers[%d] is empty", place, i) end
  end
  example.answers = answers
end

return require "nilgrad.task.object.define" {
  name = "drop", summary = "DROP: a question about a passage that wants reckoning, whose answer is generated; exact match and F1",
  fields = { "passage", "question" }, whole = whole, complete = complete, generates = true,
  template = function(example)
    return ("Passage: %s\nQuestion: %s\nAnswer:"):format(example.passage, example.question:match "^%s*(.-)%s*$")
  end,
  formula = "Passage: {passage}\\nQuestion: {question}\\nAnswer:",
  options = { { name = "tokens", type = "integer", min = 1, default = 50, help = "of an answer at most; it ends at a line's end" } },
  example = [[
local task = ng.task.drop { test = { { passage = "Two and three birds came.", question = "How many birds?", answers = { "5" } } } }
return task:prompt(task.test[1])]],
}
