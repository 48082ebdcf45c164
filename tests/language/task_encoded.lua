-- A task's examples as tokens: what is prompt and what is option, what is cut when it is too long, and what is shown before.
local ng = require "nilgrad"

-- A model whose tokens are bytes, after a 0 that begins every text.
local letters = { positions = 40 }
function letters:tokenize(text) return { 0, text:byte(1, -1) } end

local function text_of(ids)
  local parts = {}
  for i, id in ipairs(ids) do parts[i] = id == 0 and "^" or utf8.char(id) end
  return (table.concat(parts):gsub("\n", "\\n"))
end

local function show(list)
  for _, example in ipairs(list) do
    local parts = {}
    for i, option in ipairs(example.options) do parts[i] = text_of(option) end
    print(text_of(example.prompt) .. "|" .. table.concat(parts, "|"), example.answer)
  end
  return list
end

local task = ng.task.sst2 { test = { { sentence = "a joy", label = 1 }, { sentence = "no yuks , not much of anything at all", label = 0 } } }
local list = show(task:encoded(letters, "test"))
--> ^a joy It was| terrible| great	2
--> ^much of anything at all It was| terrible| great	1
print(list.truncated, task.truncated, #list[2].prompt + #list[2].options[1]) --> 1	1	40

-- Cut on the right, the longest field loses its end; the template stays whole.
local right = ng.task.sst2 { test = task.test, truncate = "right" }
show(right:encoded(letters, "test"))
--> ^a joy It was| terrible| great	2
--> ^no yuks , not much of a It was| terrible| great	1
local pair = ng.task.rte { test = { { premise = ("é"):rep(50), hypothesis = "short", label = "entailment" } }, truncate = "right" }
letters.positions = 80
print(text_of(pair:encoded(letters, "test")[1].prompt):match "\\nDoes.*$") --> \nDoes this mean that "short" is true? Yes or No?\n
print(#pair:encoded(letters, "test")[1].prompt)                            --> 76
letters.positions = nil
print(task:encoded(letters, "test").truncated, ng.task.sst2({ test = task.test, max_length = 40 }):encoded(letters, "test").truncated) --> 0	1

-- A tokenizer that joins letters in pairs, across the border of prompt and option: a border that all options share is kept, else
-- the prompt is what it is alone. The options have as many tokens as the whole text has more.
local pairs_of_letters = {}
function pairs_of_letters:tokenize(text)
  local ids = {}
  for pair in text:gmatch "..?" do ids[#ids + 1] = pair end
  return ids
end
local function show_pairs(template, labels)
  local own = ng.task.classification { template = template, labels = labels, test = { { text = "abc", label = labels[1] } } }
  local example = own:encoded(pairs_of_letters, "test")[1]
  print(table.concat(example.prompt, "/"), table.concat(example.options[1], "/"), table.concat(example.options[2], "/"))
end
show_pairs("{text}", { "defgh", "dexyz1" })     --> ab/c 	de/fg/h	de/xy/z1
show_pairs("{text}\n-\n", { "Yes", "No" })      --> ab/c
                                                --> /-
                                                --> 	Ye/s	No
show_pairs("{text}.\n", { "Yes", "Noes" })      --> ab/c./
                                                --> 	es	oe/s

-- Before a question stand as many examples with their answers as fit; the seed chooses them, and none is shown before itself.
letters.positions = 75
local train = { { sentence = "a joy", label = 1 }, { sentence = "no yuks", label = 0 }, { sentence = "dull", label = 0 } }
local shots = ng.task.sst2 { train = train, dev = 0, test = { { sentence = "fun", label = 1 }, { sentence = ("long "):rep(9), label = 0 } } }
list = show(shots:encoded(letters, "test", { shots = 3 }))
--> ^...\n\n...\n\nfun It was| terrible| great	2
--> ^long long long long long long long long long It was| terrible| great	1
print(list.truncated, list.shown, select(2, text_of(list[1].prompt):gsub("It was", "")))  --> 0	1.0	3
print(#list[1].prompt + 9 <= 75)                --> true
letters.positions = 1000
print(shots:encoded(letters, "test", { shots = 3 }).shown, shots:encoded(letters, "train", { shots = 3 }).shown) --> 3.0	2.0
for _, example in ipairs(shots:encoded(letters, "train", { shots = 3 })) do
  print(select(2, text_of(example.prompt):gsub("a joy", "")), select(2, text_of(example.prompt):gsub("dull", "")))
end
--> 1	1
--> 1	1
--> 1	1
local function first_shot(options) return text_of(shots:encoded(letters, "test", options)[1].prompt):match "^^([^\\]*)" end
print(first_shot { shots = 1 } == first_shot { shots = 1, seed = 0 })                      --> true
local different = false
for seed = 1, 9 do different = different or first_shot { shots = 1 } ~= first_shot { shots = 1, seed = seed } end
print(different)                                --> true

-- What a task that generates is trained on: its first answer, and the end of the line.
local squad = ng.task.squad { test = { { title = "T", context = "C", question = "Q?", answers = { "Snow", "snow" } } } }
show(squad:encoded(letters, "test"))            --> ^Title: T\nContext: C\nQuestion: Q?\nAnswer:| Snow\n	1

-- Calibration's empty prompt is the token that begins every text, and a filled one where there is none.
local cb = ng.task.cb { test = { { premise = "a", hypothesis = "b", label = "neutral" } } }
show(cb:encoded(letters, "test", { content_free = true })) --> ^|Yes|No|Maybe	3
local plain = { tokenize = function(_, text) return { text:byte(1, -1) } end }
print((text_of(cb:encoded(plain, "test", { content_free = true })[1].prompt):sub(1, 15)))  --> Suppose N/A Can

local function refused(f, ...) print((tostring(select(2, pcall(f, ...))):gsub("^tests[^ ]*%.lua:%d+: ", ""))) end
refused(shots.encoded, shots, letters, "dev")   --> task sst2 has no dev examples: give ng.task.sst2 { train = … }
print(#shots:examples "dev", #shots:examples "train") --> 0	3
refused(shots.encoded, shots, letters, {})      --> task sst2: a list without examples
refused(shots.encoded, shots, letters, "tset")  --> the splits of task sst2 are 'train', 'dev' and 'test', got 'tset'
refused(shots.encoded, shots, letters, "test", { shot = 1 }) --> unknown option 'shot' of ng.task.encoded; did you mean 'shots'?
refused(shots.encoded, shots, letters, "test", { shots = 4 }) --> option 'shots' is 4, but task sst2 has 3 train examples
refused(shots.encoded, shots, "mini-opt", "test") --> task:encoded needs a model with model:tokenize(text), got mini-opt
letters.positions = 9
refused(shots.encoded, shots, letters, "test")  --> a candidate of 9 tokens does not fit into 9
local silent = ng.task.classification { template = "{text}.\n", labels = { "a", "bc" }, test = { { text = "abc", label = "a" } } }
silent:encoded(pairs_of_letters, "test")        --! the candidate 'a' adds no token to its prompt
