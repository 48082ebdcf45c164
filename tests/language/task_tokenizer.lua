-- A task as the tokens of a real model: the small OPT's tokenizer, which begins texts with </s> (2).
local ng = require "nilgrad"
local tokenizer = ng.tokenizer.load "scripts/models/mini-opt"
local model = { positions = 512, tokenize = function(_, text) return tokenizer:encode(text) end }

local task = ng.task.sst2 { test = { { sentence = "a joy .", label = 1 }, { sentence = ("very "):rep(600) .. "dull", label = 0 } } }
local list = task:encoded(model, "test")
print(list[1].prompt[1], tokenizer:decode(list[1].prompt, { skip_specials = true }), list[1].answer) --> 2	a joy . It was	2
for _, option in ipairs(list[1].options) do print(#option, option[1], "[" .. tokenizer:decode(option) .. "]") end
--> 1	1570	[ terrible]
--> 1	605	[ great]
print(list.truncated, #list[2].prompt, list[2].prompt[1], tokenizer:decode(list[2].prompt):match "very very dull It was$") --> 1	511	2	very very dull It was

-- Answers of several tokens, and of different lengths.
local own = ng.task.classification { template = "{text}\nThis is about", labels = { "the stock exchange", "sports" }, test = { { text = "Goal!", label = "sports" } } }
local example = own:encoded(model, "test")[1]
print(#example.options[1] > 2, tokenizer:decode(example.options[1]), #example.options[2], example.answer) --> true	 the stock exchange	2	2
local both = tokenizer:encode(own:prompt(own.test[1]) .. " the stock exchange")
print(table.concat(example.prompt, " ") .. " " .. table.concat(example.options[1], " ") == table.concat(both, " ")) --> true

-- After a new line the answer brings no blank.
local cb = ng.task.cb { test = { { premise = "It may rain.", hypothesis = "it rains", label = "neutral" } } }
for _, option in ipairs(cb:encoded(model, "test")[1].options) do io.write("[", tokenizer:decode(option), "]") end
print() --> [Yes][No][Maybe]

-- The model itself: what it finds likelier, and what it writes.
local opt = ng.model.load "scripts/models/mini-opt"
local films = ng.task.sst2 { test = { { sentence = "an unforgettable and moving film , one of the best of the year .", label = 1 }, { sentence = "awful .", label = 0 } } }
local report = films:evaluate(opt, "test", { calibrated = true })
print(report.count, report.predictions[1].right, report.predictions[1].scores[2] > report.predictions[1].scores[1]) --> 2	true	true
local squad = ng.task.squad { tokens = 4, test = { { title = "Snow", context = "Snow is white.", question = "What is white?", answers = { "Snow" } } } }
print(#squad:evaluate(opt, "test").predictions[1].text > 0) --> true
