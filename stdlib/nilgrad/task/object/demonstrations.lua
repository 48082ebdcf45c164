-- Examples with their right answers, shown before a question: the seed chooses them from train, and as many are shown as fit.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local between = "\n\n"
local stream = 4 -- of the task's seed; splits.lua has the others

local Demonstrations = {}
Demonstrations.__index = Demonstrations

local function text_of(task, example)
  local option = task:options(example)[task.generates and 1 or example.correct]
  return ((task:prompt(example) .. option):match "^%s*(.-)%s*$")
end

--- demonstrations(task, count, seed): at most `count` of task.train.
local function demonstrations(task, count, seed)
  if count > #task.train then raise("option 'shots' is %d, but task %s has %d train examples", count, task.name, #task.train) end
  local shown, texts = {}, {}
  for i, position in ipairs(native.random(seed, stream):permutation(#task.train)) do
    if i > count then break end
    shown[i] = task.train[position]
    texts[i] = text_of(task, shown[i])
  end
  return setmetatable({ shown = shown, texts = texts, lengths = {} }, Demonstrations)
end

--- The text of the first `count` of them, without the example itself.
function Demonstrations:before(example, count)
  local chosen = {}
  for i = 1, count do
    if self.shown[i] ~= example then chosen[#chosen + 1] = self.texts[i] end
  end
  return #chosen > 0 and table.concat(chosen, between) .. between or "", #chosen
end

-- How many tokens the first `count` are.
function Demonstrations:length(model, count)
  self.lengths[count] = self.lengths[count] or #model:tokenize((self:before(nil, count)))
  return self.lengths[count]
end

--- How many fit before a text of `length` tokens, by a count of tokens that the whole text may exceed a little.
function Demonstrations:fitting(model, length, limit)
  local count = #self.texts
  while count > 0 and self:length(model, count) + length > limit do count = count - 1 end
  return count
end

return demonstrations
