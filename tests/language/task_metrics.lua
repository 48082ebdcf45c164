-- Accuracy's companions against values reckoned by hand, and intervals against those of the literature.
local metrics = require "nilgrad.task.object.metrics"

local truths, guesses = { 1, 1, 1, 2, 2, 3 }, { 1, 2, 1, 2, 2, 1 }
for _, row in ipairs(metrics.confusion(truths, guesses, 3)) do print(table.concat(row, " ")) end
--> 2 1 0
--> 0 2 0
--> 1 0 0
-- F1: 2·2/(3 + 3), 2·2/(3 + 2), 0/(0 + 1)
print(("%.6f"):format(metrics.f1_macro(truths, guesses, 3)), ("%.6f"):format((2 / 3 + 4 / 5 + 0) / 3)) --> 0.488889	0.488889
print(("%.6f"):format(metrics.f1_micro(truths, guesses, 3)))                   --> 0.666667
print(metrics.f1_macro({ 1, 1 }, { 1, 1 }, 3), metrics.f1_micro({ 1, 1 }, { 1, 1 }, 3)) --> 1.0	1.0
-- One without a prediction: right 1 of predicted 1 and true 2.
print(("%.6f"):format(metrics.f1_micro({ 1, 2 }, { 1, false }, 2)), metrics.f1_macro({ 1, 2 }, { 1, false }, 2)) --> 0.666667	0.5
print(metrics.confusion({ 1, 2 }, { 1, false }, 2)[2][2])                      --> 0

-- Newcombe 1998, table I, method 3.
for _, case in ipairs { { 81, 263 }, { 15, 148 }, { 0, 20 }, { 1, 29 }, { 20, 20 } } do
  print(("%d of %d: %.4f to %.4f"):format(case[1], case[2], metrics.wilson(case[1], case[2])))
end
--> 81 of 263: 0.2553 to 0.3662
--> 15 of 148: 0.0624 to 0.1605
--> 0 of 20: 0.0000 to 0.1611
--> 1 of 29: 0.0061 to 0.1718
--> 20 of 20: 0.8389 to 1.0000
print(metrics.wilson(0, 0))                                                    --> 0	1

-- The bootstrap's interval of 50 of 100 is near the normal one, .5 ± 1.96·.05, the same for a seed, and another for another.
local values = {}
for i = 1, 100 do values[i] = i % 2 end
local low, high = metrics.bootstrap(values, 1, 4000)
print(math.abs(low - 0.402) < 0.02, math.abs(high - 0.598) < 0.02)             --> true	true
print(low == metrics.bootstrap(values, 1, 4000), metrics.bootstrap({ 1, 1, 1 }, 1, 200)) --> true	1.0	1.0
local ends = {}
for seed = 1, 5 do ends[table.concat({ metrics.bootstrap({ 0, 0.3, 0.7, 1, 0.1 }, seed, 150) }, " ")] = true end
print(next(ends, (next(ends))) ~= nil)                                         --> true

-- Answers as SQuAD compares them.
print("[" .. metrics.normalized " The  cat's, an  A-Team;\tthe Anther_a! " .. "]") --> [cats ateam anthera]
print(metrics.normalized "The théa a, thé")                                    --> théa thé
print(metrics.exact("the Cat!", { "dog", "cat" }), metrics.exact("cats", { "cat" })) --> 1	0
print(metrics.answer_f1("the big cat sat", { "a cat" }), metrics.answer_f1("big dog", { "a cat", "dog" })) --> 0.5	0.66666666666667
print(metrics.answer_f1("no no no", { "no" }), metrics.answer_f1("", { "cat" }), metrics.answer_f1("", { "the" })) --> 0.5	0	1
print(metrics.mean { 1, 0, 0.5 }, metrics.mean {})                             --> 0.5	0
