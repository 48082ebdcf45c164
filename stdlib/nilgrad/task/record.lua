-- ng.task.record: which of a passage's names fills the gap in a sentence? (SuperGLUE)
local raise = require "nilgrad.raise"

-- The letters first to last (from 0, in characters) of a text: entities are given so.
local function letters(text, first, last, place)
  local from = math.tointeger(first) and utf8.offset(text, first + 1)
  local after = math.tointeger(last) and utf8.offset(text, last + 2)
  if not from or not after or after <= from then raise("%s: entity from %s to %s of a passage of %d letters", place, first, last, utf8.len(text)) end
  return text:sub(from, after - 1)
end

local function sorted_set(list)
  local seen, set = {}, {}
  for _, text in ipairs(list) do
    if not seen[text] then set[#set + 1] = text end
    seen[text] = true
  end
  table.sort(set)
  return set
end

local function entities_of(passage, place)
  local names = {}
  if type(passage.text) ~= "string" or not utf8.len(passage.text) then raise("%s: field 'passage.text' must be a text", place) end
  if type(passage.entities) ~= "table" then raise("%s: field 'passage.entities' is missing", place) end
  for i, entity in ipairs(passage.entities) do names[i] = letters(passage.text, entity.start, entity["end"], place) end
  return sorted_set(names)
end

-- SuperGLUE's lines hold a passage with several queries: each is an example.
local function records(record, place)
  local passage, list = record.passage, {}
  if type(passage) ~= "table" then return { record } end
  local entities = entities_of(passage, place)
  if type(record.qas) ~= "table" then raise("%s: field 'qas' is missing", place) end
  for i, question in ipairs(record.qas) do
    if type(question.answers) ~= "table" then raise("%s: field 'qas[%d].answers' is missing; a published test set has none", place, i) end
    local answers = {}
    for j, answer in ipairs(question.answers) do answers[j] = answer.text end
    list[i] = { passage = passage.text, query = question.query, entities = entities, answers = sorted_set(answers) }
  end
  return list
end

local function complete(example, record, place)
  for _, field in ipairs { "entities", "answers" } do
    if type(record[field]) ~= "table" or #record[field] == 0 then raise("%s: field '%s' must be a list of texts", place, field) end
  end
  if not example.query:find("@placeholder", 1, true) then raise("%s: field 'query' has no @placeholder", place) end
  local right = {}
  for _, answer in ipairs(record.answers) do right[answer] = true end
  example.entities, example.answers, example.also_correct = record.entities, record.answers, {}
  for i, entity in ipairs(record.entities) do
    example.also_correct[i] = right[entity] or false
    if right[entity] then example.correct = example.correct or i end
  end
  if not example.correct then raise("%s: none of the answers (%s) is an entity", place, table.concat(record.answers, ", ")) end
end

local function choices(example)
  local filled = {}
  for i, entity in ipairs(example.entities) do filled[i] = example.query:gsub("@placeholder", { ["@placeholder"] = entity }) end
  return filled
end

return require "nilgrad.task.object.define" {
  name = "record", summary = "Reading Comprehension with Commonsense Reasoning, SuperGLUE: which name fills the gap in a sentence?",
  fields = { "passage", "query" }, records = records, complete = complete, choices = choices,
  template = function(example) return example.passage:gsub("@highlight\n", "- ") .. "\n-" end,
  formula = "{passage, '@highlight\\n' as '- '}\\n- | {query with an entity for @placeholder}, …",
  content_free = "-",
  example = [[
local task = ng.task.record { test = { { passage = "Ada met Bob.\n@highlight\nThey talked", query = "@placeholder asked Bob.",
  entities = { "Ada", "Bob" }, answers = { "Ada" } } } }
return task:prompt(task.test[1]) .. task:options(task.test[1])[1] ]],
}
