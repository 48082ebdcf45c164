-- Prompts and their candidates as tokens that fit into a model.
--
-- The tokens of a candidate are those that the whole text has more than the prompt alone; the prompt's are what stands before them.
-- (Where a tokenizer joins the prompt's last letters with a candidate's first, the texts' beginnings differ; then the prompt is what
-- it is alone.)
local raise = require "nilgrad.raise"

local fit = {}

--- The most tokens that prompt and candidate may have together.
function fit.limit(task, model)
  local positions = math.tointeger(model.positions)
  return math.min(task.max_length or math.maxinteger, positions or math.maxinteger)
end

local function same_beginning(one, other, count)
  for i = 1, count do
    if one[i] ~= other[i] then return false end
  end
  return true
end

local function tokens_of(model, prompt, options)
  local alone, tails, longest, shared = model:tokenize(prompt), {}, 0, nil
  local agree = true
  for i, option in ipairs(options) do
    local all = model:tokenize(prompt .. option)
    local length = #all - #alone
    if length < 1 then raise("the candidate '%s' adds no token to its prompt", option) end
    tails[i], longest = table.move(all, #alone + 1, #all, 1, {}), math.max(longest, length)
    agree = agree and (not shared or same_beginning(shared, all, #alone))
    shared = shared or all
  end
  local head = shared and agree and table.move(shared, 1, #alone, 1, {}) or alone
  if #head == 0 then raise "a prompt without tokens: this model's tokenizer has no token for the beginning of a text" end
  return { prompt = head, options = tails, longest = longest }
end

local function length_of(tokens) return #tokens.prompt + tokens.longest end

-- Cut on the left, behind the tokens that begin every text of this model.
local function cut_left(tokens, model, limit)
  local first, prompt = #model:tokenize "", tokens.prompt
  if first > #prompt or not same_beginning(model:tokenize "", prompt, first) then first = 0 end
  local room = limit - tokens.longest - first
  if room < 1 then raise("a candidate of %d tokens does not fit into %d", tokens.longest, limit) end
  local kept = table.move(prompt, 1, first, 1, {})
  tokens.prompt = table.move(prompt, #prompt - room + 1, #prompt, first + 1, kept)
  return tokens
end

-- The longest field's first `count` characters.
local function shortened(example, field, count)
  local copy = {}
  for name, value in pairs(example) do copy[name] = value end
  copy[field] = example[field]:sub(1, utf8.offset(example[field], count + 1) - 1)
  return copy
end

-- The example with as much of its longest field as fits; nil where not even one character does.
local function cut_right(task, example, texts_of, model, limit)
  local field
  for _, name in ipairs(task.definition.fields) do
    if not field or #example[name] > #example[field] then field = name end
  end
  local function at(count) return tokens_of(model, texts_of(shortened(example, field, count))) end
  local low, high = 1, utf8.len(example[field]) - 1
  if high < 1 or length_of(at(1)) > limit then return nil end
  while low < high do
    local middle = (low + high + 1) // 2
    if length_of(at(middle)) <= limit then low = middle else high = middle - 1 end
  end
  return at(low)
end

--- The tokens of an example whose prompt and options are texts_of(example): at most `limit`, and whether they were truncated.
function fit.tokens(task, example, texts_of, model, limit)
  local tokens = tokens_of(model, texts_of(example))
  if length_of(tokens) <= limit then return tokens, false end
  return task.truncate == "right" and cut_right(task, example, texts_of, model, limit) or cut_left(tokens, model, limit), true
end

return fit
