-- Measures of predictions. Classes are numbers from 1; a prediction that is nil or false is none, and wrong.
local native = require "nilgrad.native"

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

local z = 1.959963984540054 -- the normal distribution's 97.5 %

--- wilson(successes, trials): low, high of Wilson's 95 % interval (1927).
function metrics.wilson(successes, trials)
  if trials == 0 then return 0, 1 end
  local share, squared = successes / trials, z * z
  local centre = (share + squared / (2 * trials)) / (1 + squared / trials)
  local half = z / (1 + squared / trials) * math.sqrt(share * (1 - share) / trials + squared / (4 * trials * trials))
  return successes == 0 and 0 or math.max(centre - half, 0), successes == trials and 1 or math.min(centre + half, 1)
end

--- bootstrap(values, seed, resamples): low, high of the percentile interval, 95 %, of their mean.
function metrics.bootstrap(values, seed, resamples)
  local count, random, means = #values, native.random(seed, 5), {}
  if count == 0 then return 0, 1 end
  for r = 1, resamples do
    local sum = 0
    for _, i in ipairs(random:integer(1, count, count)) do sum = sum + values[i] end
    means[r] = sum / count
  end
  table.sort(means)
  return means[math.max(1, math.ceil(0.025 * resamples))], means[math.ceil(0.975 * resamples)]
end

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
