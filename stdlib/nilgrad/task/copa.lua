-- ng.task.copa: which of two sentences is the cause or the effect of a third? (SuperGLUE)
local raise = require "nilgrad.raise"
local example_module = require "nilgrad.task.object.example"

local conjunctions = { effect = "so", cause = "because" }

local function prompt(example)
  local premise = example.premise:gsub("%s+$", ""):gsub("%.$", "")
  return premise .. " " .. conjunctions[example.question]
end

-- A choice in the middle of a sentence: its first word in lower case, unless it is "I".
local function continued(choice)
  local first, rest = choice:match "^([^ ]*)(.*)$"
  return (first == "I" and first or first:lower()) .. rest
end

local function complete(example, record, place)
  if not conjunctions[example.question] then raise("%s: field 'question' must be 'cause' or 'effect', got '%s'", place, example.question) end
  local label = record.label ~= nil and example_module.key_of(record.label) or "none"
  if label ~= "0" and label ~= "1" then raise("%s: label '%s' must be one of '0', '1'", place, label) end
  example.label, example.correct = record.label, tonumber(label) + 1
end

return require "nilgrad.task.object.define" {
  name = "copa", summary = "Choice of Plausible Alternatives, SuperGLUE: which sentence is the cause or the effect of the premise?",
  fields = { "premise", "choice1", "choice2", "question" }, template = prompt, complete = complete,
  choices = function(example) return { continued(example.choice1), continued(example.choice2) } end,
  formula = "{premise less its full stop} so|because | {choice1}, {choice2}, the first word in lower case unless it is I",
  content_free = function(example) return conjunctions[example.question] end,
  example = [[
local task = ng.task.copa { test = { { premise = "The cup fell.", choice1 = "It broke.", choice2 = "It rained.", question = "effect", label = 0 } } }
return task:prompt(task.test[1]) .. task:options(task.test[1])[1] ]],
}
