-- ng.attack.compare: the same images for every method, and the differences between methods image by image.
local ng = require "nilgrad"

-- Newcombe's own example (1998) of method 10, 36, 12, 2 and 0 of 50; McNemar's exact p is a binomial tail.
local statistics = require "nilgrad.statistics"
print(("%.4f %.4f"):format(statistics.paired_rates(36, 12, 2, 0))) --> 0.0569 0.3404
print(("%.4f %.4f"):format(statistics.paired_rates(36, 2, 12, 0))) --> -0.3404 -0.0569
print(math.abs(statistics.mcnemar(3, 10) - 2 * (1 + 13 + 78 + 286) / 2 ^ 13) < 1e-12, statistics.mcnemar(0, 0), statistics.mcnemar(5, 5)) --> true	1	1
print(statistics.median { 5, 1, 3 }, statistics.median { 4, 1, 3, 2 }, statistics.median {}) --> 3.0	2.5	nil

-- The interval has its confidence: 95 % of 2,000 samples of 50 pairs, all with the true difference .05.
local random, inside = ng.random(7), 0
for _ = 1, 2000 do
  local counts = { 0, 0, 0, 0 }
  for _, u in ipairs(random:uniform(50)) do
    local outcome = u < 0.6 and 1 or u < 0.7 and 2 or u < 0.75 and 3 or 4
    counts[outcome] = counts[outcome] + 1
  end
  local low, high = statistics.paired_rates(table.unpack(counts))
  if low <= 0.05 and 0.05 <= high then inside = inside + 1 end
end
print(inside >= 1880 and inside <= 1960)     --> true

-- A classifier that says 1 where the left half of a 4×4 image is the brighter one; image n leans to its label by n/100 a pixel.
local function model(images)
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    local image = images[i]:reshape { 4, 4 }
    logits[i][2] = image:window({ 1, 1 }, { 4, 2 }):sum() - image:window({ 1, 3 }, { 4, 4 }):sum()
  end
  return logits
end
local data = {}
for n = 1, 8 do data[n] = { image = ng.tensor.full({ 1, 4, 4 }, 0.5, "float32"), label = 1 } data[n].image[1]:fill_window({ 1, 1 }, { 4, 2 }, 0.5 + n / 100) end

-- Two attacks whose queries are known: the image darkened on the left by all of ε at query number n (n is at the image's corner).
local function after(name, queries_of)
  return ng.attack.method { name = name, attack = function(victim)
    local n = math.floor((victim.image[1][1][1] - 0.5) * 100 + 0.5)
    for _ = 2, queries_of(n) do victim:query(victim.image) end
    local dark = victim.image:clone()
    dark[1]:fill_window({ 1, 1 }, { 4, 2 }, 0.5 + n / 100 - victim.eps)
    victim:query(dark)
  end } ()
end
local quick, slow = after("quick", function(n) return n end), after("slow", function(n) return 2 * n + 1 end)

local function compare(options)
  local full = { methods = { quick, slow }, model = model, data = data, eps = 0.05, budget = 20, seed = 3, progress = false }
  for name, value in pairs(options) do full[name] = value end
  return ng.attack.compare(full)
end

-- ε = .05 fools images 1 to 4 (5 leans as far), in n queries and in 2n + 1: success is equal, the charge n + 1 more for those four.
local comparison = compare {}
local first, second = comparison.table[1], comparison.table[2]
print(first.baseline, first.success, second.baseline, second.success, second.compared)
print(second.success_difference.value, second.success_difference.p, second.charged_difference.value == (2 + 3 + 4 + 5) / 8)
local charged = second.charged_difference
print(charged.low >= 0, charged.low < charged.value, charged.value < charged.high, charged.high <= 5)
--> true	0.5	nil	0.5	8
--> 0.0	1	true
--> true	true	true	true

-- Where one succeeds alone: slow does not come to image 4 within 8 queries.
comparison = compare { budget = 8, baseline = 2 }
local difference = comparison.table[1].success_difference
print(comparison.baseline, difference.value, difference.p, difference.low < 0.125 and difference.high > 0.125) --> ng.attack.slow	0.125	1	true
print(compare { methods = { slow, quick }, baseline = "best" }.baseline) --> ng.attack.quick

-- A list of ε gives a row for each method and ε; the numbers are the same every time, whatever the batch.
comparison = compare { eps = { 0.02, 0.05 } }
print(#comparison.table, comparison.table[1].eps, comparison.table[3].eps, comparison.table[3].success) --> 4	0.02	0.05	0.5
print(tostring(comparison) == tostring(compare { eps = { 0.02, 0.05 }, batch = 1 })) --> true
print(compare {})
--> 2 methods on a function, L∞, 20 queries an image, seed 3, 8 images, the same for all
--> ε = 0.05
--> method           success         95 %  mean queries  median  mean, failures charged  success − baseline, points [95 %]  p  charged mean − baseline [95 %]
--> ng.attack.quick   50.0 %  21.5–78.5 %           2.5     2.5                    11.2                           baseline
--> ng.attack.slow    50.0 %  21.5–78.5 %           6.0       6                    13.0                ...  1  ...
--> paired on the same images against ng.attack.quick: ...

-- Saved: a row for each image, method and ε; rows of the table and both reports.
local path = os.tmpname()
local function saved(ending)
  comparison:save(path .. ending)
  local file <close> = assert(io.open(path .. ending, "rb"))
  local words = file:read "a"
  os.remove(path .. ending)
  return words
end
print(select(2, saved ".csv":gsub("\n", "")), select(2, saved ".jsonl":gsub("\n", "")), saved ".txt" == tostring(comparison) .. "\n") --> 33	38	true
os.remove(path)

-- Each method has a journal of its own, from which the same comparison is had again without asking anything twice.
local journal, asked = os.tmpname(), 0
os.remove(journal)
local function counting(images)
  asked = asked + #images
  return model(images)
end
local once = tostring(compare { journal = journal, model = counting })
local all = asked
asked = 0
print(tostring(compare { journal = journal, model = counting }) == once, asked < all / 2, once == tostring(compare {})) --> true	true	true
for n = 1, 2 do print(os.remove(("%s.%d"):format(journal, n))) end
--> true
--> true

-- Mistakes
print(pcall(compare, { methods = {} }))      --> false	...option 'methods' of ng.attack.compare must be a list of attacks, got table...
print(pcall(compare, { methods = { quick, 7 } })) --> false	...option 'methods' of ng.attack.compare: [2] must be an attack...got 7
print(pcall(compare, { baseline = 3 }))      --> false	...option 'baseline' of ng.attack.compare must be 1 to 2 or 'best', got 3
print(pcall(compare, { budgte = 3 }))        --> false	...unknown option 'budgte' of ng.attack.compare; did you mean 'budget'?
print(pcall(compare, { method = quick }))    --> false	...unknown option 'method' of ng.attack.compare; did you mean 'methods'?
compare { eps = -1 }                         --! option 'eps' of ng.attack.run must be
