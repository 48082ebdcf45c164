-- Measures of predictions. Classes are numbers from 1; a prediction that is nil or false is none, and wrong.
local statistics = require "nilgrad.statistics"

local metrics = {}

--- confusion(truths, predictions, classes): counts[truth][prediction].
function metrics.confusion(truths, predictions, classes)
  local counts = {}
  for i = 1, classes do
    counts[i] = {}
    for j = 1, classes do counts[i][j] = 0 end
  end
  for i, truth in ipairs(truths) do
    local predicted = predictions[i]
    if predicted then counts[truth][predicted] = counts[truth][predicted] + 1 end
  end
  return counts
end

-- Of each class: right, predicted so, truly so.
local function tallies(truths, predictions, classes)
  local right, predicted, true_ones = {}, {}, {}
  for i = 1, classes do right[i], predicted[i], true_ones[i] = 0, 0, 0 end
  for i, truth in ipairs(truths) do
    local guess = predictions[i]
    true_ones[truth] = true_ones[truth] + 1
    if guess then predicted[guess] = predicted[guess] + 1 end
    if guess == truth then right[truth] = right[truth] + 1 end
  end
  return right, predicted, true_ones
end

--- F1 = 2 right/(predicted + true) of each class, averaged over the classes that were true or predicted at least once.
function metrics.f1_macro(truths, predictions, classes)
  local right, predicted, true_ones = tallies(truths, predictions, classes)
  local sum, seen = 0, 0
  for i = 1, classes do
    if predicted[i] + true_ones[i] > 0 then
      sum, seen = sum + 2 * right[i] / (predicted[i] + true_ones[i]), seen + 1
    end
  end
  return seen > 0 and sum / seen or 0
end

--- F1 of all classes' counts together: the accuracy, where everything has a prediction.
function metrics.f1_micro(truths, predictions, classes)
  local right, predicted, true_ones = tallies(truths, predictions, classes)
  local rights, sizes = 0, 0
  for i = 1, classes do rights, sizes = rights + right[i], sizes + predicted[i] + true_ones[i] end
  return sizes > 0 and 2 * rights / sizes or 0
end

function metrics.mean(values)
  local sum = 0
  for _, value in ipairs(values) do sum = sum + value end
  return #values > 0 and sum / #values or 0
end

metrics.wilson, metrics.bootstrap = statistics.wilson, statistics.bootstrap

--- An answer as SQuAD compares it: in lower case, without punctuation, a, an and the, blanks single. Lower case is ASCII's.
function metrics.normalized(text)
  local letter = "[%w_\x80-\xff]"
  text = text:lower():gsub("%p", "")
  text = text:gsub("%f" .. letter .. letter .. "+", { a = " ", an = " ", the = " " })
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function words_of(text)
  local counts, total = {}, 0
  for word in metrics.normalized(text):gmatch "%S+" do
    counts[word], total = (counts[word] or 0) + 1, total + 1
  end
  return counts, total
end

--- Whether a text is one of the answers, normalised.
function metrics.exact(text, answers)
  for _, answer in ipairs(answers) do
    if metrics.normalized(text) == metrics.normalized(answer) then return 1 end
  end
  return 0
end

local function words_f1(text, answer)
  local said, said_count = words_of(text)
  local right, right_count = words_of(answer)
  if said_count == 0 or right_count == 0 then return said_count == right_count and 1 or 0 end
  local common = 0
  for word, count in pairs(said) do common = common + math.min(count, right[word] or 0) end
  return common == 0 and 0 or 2 * common / (said_count + right_count)
end

--- F1 of the words that a text shares with an answer, the best of the answers.
function metrics.answer_f1(text, answers)
  local best = 0
  for _, answer in ipairs(answers) do best = math.max(best, words_f1(text, answer)) end
  return best
end

return metrics
