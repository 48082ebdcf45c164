-- What a model is shown by each task, letter for letter, and how GLUE's, SuperGLUE's, SQuAD's and DROP's own files are read.
local ng = require "nilgrad"

local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir '" .. folder .. "'")

local function file(name, text)
  local stream <close> = assert(io.open(folder .. "/" .. name, "wb"))
  stream:write(text)
  return folder .. "/" .. name
end

-- Every example of a task: its prompt, its options with the right one in brackets.
local function show(name, source, options)
  options = options or {}
  options.test = source
  local task = ng.task[name](options)
  for _, example in ipairs(task.test) do
    local texts = task:options(example)
    for i, text in ipairs(texts) do
      local right = example.also_correct and example.also_correct[i] or i == (example.correct or 1)
      texts[i] = right and "[" .. text .. "]" or text
    end
    print(((task:prompt(example) .. "|" .. table.concat(texts, "|")):gsub("\n", "\\n")))
  end
  return task
end

show("sst2", file("sst2.tsv", "sentence\tlabel\nhide new secretions from the parental units \t0\r\na joy\t1\n"))
--> hide new secretions from the parental units It was|[ terrible]| great
--> a joy It was| terrible|[ great]

show("sst2", file("lines.txt", "1 a joy , from first to last\n0\tno yuks\n\n"))
--> a joy , from first to last It was| terrible|[ great]
--> no yuks It was|[ terrible]| great

show("sst2", { { sentence = "a joy", label = "positive" }, { sentence = "no yuks", label = 0.0 } })
--> a joy It was| terrible|[ great]
--> no yuks It was|[ terrible]| great

show("rte", file("rte.tsv", "index\tsentence1\tsentence2\tlabel\n0\tIt rains.\tIt is wet.\tentailment\n1\tIt rains.\tIt snows.\tnot_entailment\n"))
--> It rains.\nDoes this mean that "It is wet." is true? Yes or No?\n|[Yes]|No
--> It rains.\nDoes this mean that "It snows." is true? Yes or No?\n|Yes|[No]

show("rte", file("rte.jsonl", '{"premise": "It rains.", "hypothesis": "It is wet.", "label": "entailment", "idx": 0}\n'))
--> It rains.\nDoes this mean that "It is wet." is true? Yes or No?\n|[Yes]|No

show("cb", file("cb.jsonl", '{"premise": "A: It may rain.", "hypothesis": "it rains", "label": "neutral", "idx": 0}\n'
  .. '{"premise": "It rains.", "hypothesis": "it is dry", "label": "contradiction", "idx": 1}\n'))
--> Suppose A: It may rain. Can we infer that "it rains"? Yes, No, or Maybe?\n|Yes|No|[Maybe]
--> Suppose It rains. Can we infer that "it is dry"? Yes, No, or Maybe?\n|Yes|[No]|Maybe

show("boolq", file("boolq.jsonl", '{"question": "is snow cold", "passage": "Snow -- Snow is ice.", "idx": 0, "label": true}\n'
  .. '{"question": "Is snow warm?", "passage": "Snow is ice.", "idx": 1, "label": false}'))
--> Snow -- Snow is ice. Is snow cold?\n|[Yes]|No
--> Snow is ice. Is snow warm?\n|Yes|[No]

show("wsc", file("wsc.jsonl", '{"text": "The cup fell. It broke.", "target": {"span2_index": 3, "span1_index": 0, "span1_text": "The cup", '
  .. '"span2_text": "It"}, "idx": 0, "label": true}\n'))
--> The cup fell. It broke.\nIn the previous sentence, does the pronoun "it" refer to The cup? Yes or No?\n|No|[Yes]

show("wic", file("wic.jsonl", '{"word": "bank", "sentence1": "The bank is shut.", "sentence2": "A grassy bank.", "idx": 0, "label": false, '
  .. '"start1": 4, "start2": 9, "end1": 8, "end2": 13, "version": 1.1}\n'))
--> Does the word "bank" have the same meaning in these two sentences? Yes, No?\nThe bank is shut.\nA grassy bank.\n|[No]|Yes

show("multirc", file("multirc.jsonl", '{"idx": 0, "passage": {"text": "Tom has a cat.", "questions": [{"question": "What has Tom?", "answers": '
  .. '[{"text": "A dog", "idx": 0, "label": 0}, {"text": "A cat", "idx": 1, "label": 1}], "idx": 0}]}}\n'))
--> Tom has a cat.\nQuestion: What has Tom?\nI found this answer "A dog". Is that correct? Yes or No?\n|[No]|Yes
--> Tom has a cat.\nQuestion: What has Tom?\nI found this answer "A cat". Is that correct? Yes or No?\n|No|[Yes]

show("copa", file("copa.jsonl", '{"premise": "My body cast a shadow.", "choice1": "The sun was rising.", "choice2": "I ran.", "question": "cause", '
  .. '"label": 0, "idx": 0}\n{"premise": "I was cold. ", "choice1": "I shivered.", "choice2": "It burnt.", "question": "effect", "label": 1}\n'))
--> My body cast a shadow because|[ the sun was rising.]| I ran.
--> I was cold so| I shivered.|[ it burnt.]

-- Entities are given in characters, of which ö is one; the same name twice is one candidate.
show("record", file("record.jsonl", '{"source": "x", "passage": {"text": "Jörg met Bob.\\n@highlight\\nBob left", "entities": [{"start": 9, "end": 11}, '
  .. '{"start": 0, "end": 3}, {"start": 25, "end": 27}]}, "qas": [{"query": "@placeholder asked Bob.", "answers": [{"start": 0, "end": 3, '
  .. '"text": "Jörg"}], "idx": {}}], "idx": 0}\n'))
--> Jörg met Bob.\n- Bob left\n-| Bob asked Bob.|[ Jörg asked Bob.]

local squad = show("squad", file("squad.json", '{"version": "1.1", "data": [{"title": "Snow", "paragraphs": [{"context": "Snow is white.", "qas": '
  .. '[{"answers": [{"answer_start": 0, "text": "Snow"}, {"answer_start": 0, "text": "snow"}], "question": " What is white?", "id": "1"}, '
  .. '{"answers": [], "question": "What is black?", "id": "2", "is_impossible": true}]}]}]}'))
--> Title: Snow\nContext: Snow is white.\nQuestion: What is white?\nAnswer:|[ Snow\n]
--> Title: Snow\nContext: Snow is white.\nQuestion: What is black?\nAnswer:|[ no answer\n]
print(squad.test[1].place:sub(#folder + 2), #squad.test[1].answers, squad.objective) --> squad.json: data[1].paragraphs[1].qas[1]	2	language_model

local drop = show("drop", file("drop.json", '{"nfl_2": {"passage": "Five birds came.", "qa_pairs": [{"question": "How many? ", "answer": {"number": "5", "date": '
  .. '{"day": "", "month": "", "year": ""}, "spans": []}, "validated_answers": [{"number": "", "spans": ["five", "5 birds"]}]}]}, '
  .. '"nfl_1": {"passage": "It was May.", "qa_pairs": [{"question": "When?", "answer": {"number": "", "date": {"day": "", "month": "May", '
  .. '"year": "1999"}, "spans": []}}]}}'))
--> Passage: It was May.\nQuestion: When?\nAnswer:|[ May 1999\n]
--> Passage: Five birds came.\nQuestion: How many?\nAnswer:|[ 5\n]
print(table.concat(drop.test[2].answers, ", ")) --> 5, five, 5 birds

-- One's own task. Labels may be whole phrases, and are written in the data as they are, by number, or as `classes` says.
local own = { template = "{headline} ({paper}) is about", labels = { "sports", "the economy" }, label = "topic" }
show("classification", file("own.tsv", "topic\tpaper\theadline\nthe economy\tTimes\t Rates rise \n0\tSun\tGoal!\n"), own)
--> Rates rise (Times) is about| sports|[ the economy]
--> Goal! (Sun) is about|[ sports]| the economy
show("classification", { { text = "A joy {x}.", label = true } }, { template = "{text}\n", labels = { " bad", "good " }, classes = { "false", "true" } })
--> A joy {x}.\n|bad|[good]
show("classification", file("three.txt", "b one\nc two three\n"), { template = "{text}:", labels = { "x", "y", "z" }, classes = { "a", "b", "c" } })
--> one:| x|[ y]| z
--> two three:| x| y|[ z]

-- What calibration asks instead.
local function without_content(name, example)
  local task = ng.task[name] { test = { example } }
  local prompt, texts = task:content_free(task.test[1])
  print(((prompt .. "|" .. table.concat(texts, "|")):gsub("\n", "\\n")))
end
without_content("sst2", { sentence = "a joy", label = 1 })                            --> It was| terrible| great
without_content("cb", { premise = "It may rain.", hypothesis = "x", label = "neutral" }) --> |Yes|No|Maybe
without_content("copa", { premise = "A.", choice1 = "It is.", choice2 = "B.", question = "effect", label = 0 }) --> so| it is.| b.
local classification = ng.task.classification { template = "{text} It was", labels = { "bad", "good" }, test = { { text = "x", label = "bad" } } }
print((classification:content_free(classification.test[1])))                          --> N/A It was
os.execute("rm -r '" .. folder .. "'")
