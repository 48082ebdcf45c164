-- What an attack sees, where it is to go, and when it is done: the driver's part of ng.attack.run.
local ng = require "nilgrad"

-- Three classes: class k has the score of pixel k + 1.
local function scores(images) return ng.tensor(images):reshape { #images, 3 } end
local function probabilities(images) return ng.model.softmax(scores(images)) end
local function labels(images)
  local list = {}
  for i, class in ipairs(scores(images):argmax(2)) do list[i] = class - 1 end
  return list
end
local data = { { image = { 0.5, 0.4, 0.1 }, label = 0 }, { image = { 0.2, 0.6, 0.5 }, label = 1 }, { image = { 0.1, 0.3, 0.9 }, label = 0 },
               { image = { 0.3, 0.4, 0.7 }, label = 2 } }

-- A method that shows what it is given, then walks: it moves pixels towards the class to reach, a step a query.
local seen = {}
local function walk(options)
  local about = { name = "walk", targeted = true, norms = { "linf", "l2", "l1", "l0" }, access = "labels",
    attack = function(victim)
      seen[victim.stream] = victim
      local goal = victim.target or (victim.label + 1) % 3
      for step = 1, 100 do
        local candidate = victim.image:clone()
        candidate[goal + 1] = math.min(1, candidate[goal + 1] + step * 0.01)
        victim:query(candidate)
      end
    end }
  for name, value in pairs(options or {}) do about[name] = value end
  return ng.attack.method(about)()
end

local function attack(options)
  local full = { model = scores, data = data, method = walk(), eps = 0.3, budget = 100, progress = false }
  for name, value in pairs(options) do full[name] = value end
  return ng.attack.run(full)
end

local function queries_of(report)
  local list = {}
  for i, image in ipairs(report.images) do list[i] = image.index .. ":" .. image.queries .. (image.success and "" or "!") end
  return table.concat(list, " ")
end

-- Whatever the model shows, the decisions are the same; what it shows is said.
print(queries_of(attack {}), seen[1].access) --> 1:11 2:11 4:100!	logits
print(queries_of(attack { model = probabilities, scores = "probabilities" }), seen[1].access) --> 1:11 2:11 4:100!	probabilities
print(queries_of(attack { access = "probabilities" }), seen[1].access) --> 1:11 2:11 4:100!	probabilities
print(queries_of(attack { model = labels, scores = "labels" }), seen[1].access) --> 1:11 2:11 4:100!	labels
print(queries_of(attack { access = "labels" }), seen[1].access) --> 1:11 2:11 4:100!	labels
print(queries_of(attack { access = "top_k", top_k = 1 }), seen[1].access) --> 1:11 2:11 4:100!	top_k

-- What each is told of a candidate that is not fooled (class 0 wins by 0.1), and of one that is.
local function told(options)
  local lines = {}
  options.method = walk { access = "labels", loss = "margin", reads_scores = true, attack = function(victim)
    local losses = victim:query_all { victim.image, ng.tensor { 0.5, 0.9, 0 } }
    local fools = victim:fools_all { victim.image, ng.tensor { 0.5, 0.9, 0 } }
    local ok, shown = pcall(victim.logits, victim)
    local _, distance = victim:closest()
    lines[1] = ("%.3f %.3f %s %s %s %.2f"):format(losses[1], losses[2], fools[1], fools[2], ok and ("%.3f %.3f"):format(shown[1][1], shown[1][3]) or "nothing", distance)
  end }
  options.indices = { 1 }
  attack(options)
  return lines[1]
end
print(told {})                               --> 0.100 -0.400 false true 0.500 0.100 0.50
print(told { access = "probabilities" })     --> 0.100 -0.400 false true -0.946 -1.346 0.50
print(told { access = "top_k", top_k = 2 })  --> 0.100 -0.400 false true 0.500 -inf 0.50
print(told { access = "labels" })            --> 1.000 -1.000 false true nothing 0.50

-- Targets: one class for all (whose images are skipped), by position, by a function, by name.
local report = attack { target = 2, eps = 1 }
print(queries_of(report), report.skipped[1].reason, report.skipped[2].index, report.skipped[2].reason) --> 1:41 2:11	misclassified	4	is of the target class
print(report.images[1].target, report.images[1].predicted) --> 2	2
print(queries_of(attack { target = { 2, 0, 1, 1 }, eps = 1 })) --> 1:41 2:41 4:31
print(queries_of(attack { target = function(sample) return (sample.label + 2) % 3 end, eps = 1 })) --> 1:41 2:41 4:31
print(queries_of(attack { target = "next", eps = 1 }) == queries_of(attack { eps = 1, target = { 1, 2, 0, 0 } })) --> true
print(queries_of(attack { target = "least_likely", eps = 1 })) --> 1:41 2:41 4:41
local random = queries_of(attack { target = "random", eps = 1, seed = 5 })
print(random == queries_of(attack { target = "random", eps = 1, seed = 5, batch = 1, indices = { 1, 2, 3, 4 } })) --> true

-- A start is an image that the model puts into the target class.
attack { target = 2, eps = 1, indices = { 1 } }
print(labels { seen[1].start }[1])           --> 2

-- A list of ε is one run for a method that minimises the distance, and one each for others; the answers agree.
local calls = 0
local function counting(images)
  calls = calls + #images
  return scores(images)
end
local levels = { 0.05, 0.11, 0.3 }
local once = attack { model = counting, method = walk { minimizes_distance = true }, eps = levels, target = "next" }
local first = calls
print(once.forwards == calls)                 --> true
local each = attack { model = counting, eps = levels, target = "next" }
for l, level in ipairs(once.levels) do print(level.eps, queries_of(level) == queries_of(each.levels[l]), level.success == each.levels[l].success) end
                                             --> 0.05	true	true
                                             --> 0.11	true	true
                                             --> 0.3	true	true
print(calls - first > first)                 --> true

-- Stop at the first success, or use the budget and keep the best.
local near = ng.attack.method { name = "near", norms = { "linf" }, minimizes_distance = true, access = "labels", attack = function(victim)
  for step = 100, 1, -1 do
    local candidate = victim.image:clone()
    candidate[2] = math.min(1, candidate[2] + step * 0.01)
    victim:fools(candidate)
  end
end }
local early, late = attack { method = near(), indices = { 1 } }, attack { method = near(), indices = { 1 }, stop = "budget" }
print(early.images[1].queries, ("%.2f"):format(early.images[1].linf), late.images[1].queries, ("%.2f"):format(late.images[1].linf)) --> 71	0.30	71	0.11
print(early.forwards < late.forwards, #late.images[1].path) --> true	50

-- A model that cannot make up its mind is found out; NaN is counted, and never a success.
local turn = 0
local function fickle(images)
  local logits = scores(images):clone()
  turn = turn + 1
  if turn % 2 == 0 then logits:mul_(-1) end
  return logits
end
report = attack { model = fickle, eps = 1 }
print(report.inconsistent > 0.5)             --> true
print(attack({}).inconsistent, attack({}).not_finite) --> nil	0
local asked = 0
report = attack { indices = { 1 }, model = function(images)
  asked = asked + #images
  local logits = scores(images):clone()
  if asked > 2 then logits = logits * (0 / 0) end
  return logits
end }
print(report.success, report.not_finite, report.images[1].queries) --> 0.0	100	100

-- A model that fails: the run stops, or goes on without the images that get no answer. Those of one batch are told apart.
local function moody(images)
  for i = 1, #images do
    if math.abs(images[i][2] - 0.47) < 1e-6 then error "the service is down" end
  end
  return scores(images)
end
print(pcall(attack, { model = moody }))      --> false	...the service is down
report = attack { model = moody, unanswered = "skip", eps = 0.4, target = "next", batch = 3 }
for _, image in ipairs(report.images) do print(image.index, image.success, image.queries, image.failed) end
                                             --> 1	false	6	...the service is down
                                             --> 2	true	11	nil
                                             --> 4	false	100	nil
print(report.success, report.charged_mean)   --> 0.5	55.5

-- A journal: the same script goes on where it was cut off, asks nothing twice and ends the same.
local path = os.tmpname()
os.remove(path)
local function journaled(most)
  local queries = 0
  local ok, result = pcall(attack, { journal = path, method = ng.attack.square { p = 0.3 }, data = { { image = { { { 0.5, 0.4, 0.1 } } }, label = 0 } },
    eps = 0.04, budget = 40, model = function(images)
    queries = queries + #images
    if queries > most then error "cut off" end
    return scores(images)
  end })
  return queries, ok and queries_of(result) or result
end
print(journaled(20))                         --> 21	...cut off...
local rest, ended = journaled(1000)
print(rest, ended)                           --> 24	1:40!
print(journaled(1000))                       --> 2	1:40!
print(pcall(attack, { journal = path, budget = 7 })) --> false	...the journal is of an attack with ...
os.remove(path)

-- A method that reads scores says so, or its journal would lack them.
local careless = ng.attack.method { name = "careless", attack = function(victim)
  victim:query(victim.image)
  victim:logits()
end }
print(pcall(attack, { method = careless(), journal = path })) --> false	...victim:logits() is not kept in journals unless the method says reads_scores = true of itself
os.remove(path)

-- Mistakes
print(pcall(attack, { eps = 8 }))            --> false	...option 'eps' of ng.attack.run: 8 is more than an image of 3 numbers in [0, 1] can be moved in L∞ (1); for 8 of 255 write 8/255
print(pcall(attack, { norm = "none" }))      --> false	...walk attacks in linf, l2, l1, l0, not in none
print(pcall(attack, { method = ng.attack.square(), access = "labels" })) --> false	...ng.attack.square needs scores, and there are only labels: take a method for labels, such as ng.attack.hop_skip_jump()
print(pcall(attack, { model = labels, scores = "labels", access = "logits" })) --> false	...option 'access' of ng.attack.run: the model shows labels, not logits
print(pcall(attack, { access = "top_k" }))   --> false	...options access = 'top_k' and top_k = … of ng.attack.run go together
print(pcall(attack, { target = { 1, 1, 1, 1 } })) --> false	...the target of data[2] is 1, its own label
print(pcall(attack, { target = { 3, 0 } }))  --> false	...the target of data[1] is 3, no class of the model, which has 0 to 2
print(pcall(attack, { target = "nearest" })) --> false	...'nearest' is not 'random', 'next' or 'least_likely'
print(pcall(attack, { target = 1, method = near() })) --> false	...near has no targeted form: leave out option 'target' or take another method
print(pcall(attack, { model = function(images) return scores(images) + 1 end, scores = "probabilities" })) --> false	...they are from 0 to 1
print(pcall(attack, { model = function(images) return labels(images), 1 end, scores = "logits" })) --> false	...a model must return logits [...
print(pcall(attack, { model = function() return { 0.5 } end, scores = "labels" })) --> false	...a model must return 4 labels for 4 images, got 1
