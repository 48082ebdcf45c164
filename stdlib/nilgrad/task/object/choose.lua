-- choose(task, model, split, options, line): which option the model gives the highest score, for each example.
--
-- By default the score is the mean log-probability of an option's tokens. Calibrated, it is log p(option | prompt) less
-- log p(option | prompt without content), sums over tokens: surface-form calibration (Holtzman et al. 2021) as MeZO has it.
local scores_of = require "nilgrad.task.object.scores"

local function key_of(example)
  local parts = { table.concat(example.prompt, " ") }
  for i, option in ipairs(example.options) do parts[i + 1] = table.concat(option, " ") end
  return table.concat(parts, "|")
end

-- The scores without content: the same question is asked once.
local function without_content(model, examples, options, line)
  local numbers, asked, keys = {}, {}, {}
  for i, example in ipairs(examples) do
    keys[i] = key_of(example)
    if not numbers[keys[i]] then
      asked[#asked + 1] = example
      numbers[keys[i]] = #asked
    end
  end
  local scores, all = scores_of(model, asked, options, line), {}
  for i, key in ipairs(keys) do all[i] = scores[numbers[key]] end
  return all
end

-- The largest of the first `count` that is a number.
local function best_of(scores, count)
  local best
  for i = 1, count do
    if scores[i] == scores[i] and (not best or scores[i] > scores[best]) then best = i end
  end
  return best
end

return function(task, model, split, options, line)
  local list = task:encoded(model, split, { shots = options.shots, seed = options.seed })
  local truncated, nothing = list.truncated, nil
  local asking = { batch = options.batch, sum = options.calibrated, title = options.title }
  local scores = scores_of(model, list, asking, line)
  if options.calibrated then
    local empty = task:encoded(model, split, { shots = options.shots, seed = options.seed, content_free = true })
    nothing = without_content(model, empty, asking, line)
  end
  local predictions, examples = {}, task:examples(split)
  for i, example in ipairs(list) do
    local own = {}
    for j = 1, #example.options do own[j] = scores[i][j] - (nothing and nothing[i][j] or 0) end
    local predicted = best_of(own, #own)
    local also = examples[i].also_correct
    predictions[i] = { predicted = predicted, correct = example.answer, scores = own,
      right = predicted ~= nil and (also and also[predicted] or predicted == example.answer) or false }
  end
  task.truncated = truncated
  return { predictions = predictions, truncated = truncated, shown = list.shown }
end
