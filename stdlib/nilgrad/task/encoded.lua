-- ng.task.encoded(task, model, split, options): a task's examples as tokens.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local demonstrations = require "nilgrad.task.object.demonstrations"
local fit = require "nilgrad.task.object.fit"

local check = native.catalog.describe {
  kind = "task", name = "encoded", summary = "a task's examples as a model's tokens",
  signature = "ng.task.encoded(task: task, model: language_model, split: string | table, options: table?) -> { prompt: integer[], options: integer[][], answer: integer }[]",
  formula = "an option's tokens are those that prompt and option together have more than the prompt",
  options = {
    { name = "shots", type = "integer", min = 0, default = 0, help = "how many examples of train are shown before each, as many as fit" },
    { name = "seed", type = "integer", default_text = "the task's", help = "which these are" },
    { name = "reserve", type = "integer", min = 0, default = 0, unit = "tokens", help = "left free for an answer to be generated; the list is then of prompts, without options" },
    { name = "content_free", type = "boolean", default = false, help = "the prompts without content that calibration asks" },
  },
  members = {
    { name = "truncated", help = "how many prompts were truncated; task.truncated too" },
    { name = "shown", help = "how many examples were shown before each, on average" },
  },
  example = [[
local letters = { positions = 64 }   -- a model whose tokens are bytes
function letters:tokenize(text) return { 0, text:byte(1, -1) } end
local task = ng.task.sst2 { test = { { sentence = "a joy", label = 1 } } }
local list = task:encoded(letters, "test")
return #list[1].prompt, #list[1].options[2], list[1].answer]],
}

-- What is asked of an example: the prompt and its options.
local function question_of(task, model, options)
  local begins_with_nothing = #model:tokenize "" == 0
  return function(example)
    if options.content_free then return task:content_free(example, begins_with_nothing) end
    local prompt = task:prompt(example)
    return prompt, options.reserve > 0 and {} or task:options(example)
  end
end

-- The example with as many demonstrations before it as fit.
local function with_shots(task, example, ask, shots, model, limit)
  local tokens, truncated = fit.tokens(task, example, ask, model, limit)
  if not shots or truncated then return tokens, truncated, 0 end
  for count = shots:fitting(model, #tokens.prompt + tokens.longest, limit), 1, -1 do
    local before, shown = shots:before(example, count)
    local longer, cut = fit.tokens(task, example, function(one)
      local prompt, candidates = ask(one)
      return before .. prompt, candidates
    end, model, limit)
    if not cut then return longer, false, shown end
  end
  return tokens, false, 0
end

return function(task, model, split, options)
  options = check(options)
  if (type(model) ~= "table" and type(model) ~= "userdata") or not model.tokenize then
    raise("task:encoded needs a model with model:tokenize(text), got %s", tostring(model))
  end
  local limit = fit.limit(task, model) - options.reserve
  if limit < 1 then raise("%d tokens are to be left free for an answer, but the model has %d positions", options.reserve, limit + options.reserve) end
  local shots = options.shots > 0 and demonstrations(task, options.shots, options.seed or task.seed)
  local list, truncated, shown, ask = {}, 0, 0, question_of(task, model, options)
  for i, example in ipairs(task:some_examples(split)) do
    local tokens, cut, count = with_shots(task, example, ask, shots, model, limit)
    truncated, shown = truncated + (cut and 1 or 0), shown + count
    list[i] = { prompt = tokens.prompt, options = tokens.options, answer = task.generates and 1 or example.correct }
  end
  task.truncated, list.truncated, list.shown = truncated, truncated, shown / math.max(#list, 1)
  return list
end
