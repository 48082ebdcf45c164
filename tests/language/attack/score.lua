-- Attacks on scores, on a classifier of 6×6 images with three classes: which third of the columns is the brightest.
local ng = require "nilgrad"

local asked  -- a list of all images the model has seen
local function model(images)
  local logits = ng.tensor.zeros { #images, 3 }
  for i = 1, #images do
    local image = images[i]:reshape { 6, 6 }
    asked[#asked + 1] = image
    for third = 1, 3 do logits[{ i, third }] = 2 * image:window({ 1, 2 * third - 1 }, { 6, 2 * third }):sum() end
  end
  return logits
end

-- Images n = 1 … 4 lean to class 1 by n/100 a pixel.
local data = {}
for n = 1, 4 do
  data[n] = { image = ng.tensor.full({ 1, 6, 6 }, 0.5, "float32"), label = 1 }
  data[n].image[1]:fill_window({ 1, 3 }, { 6, 4 }, 0.5 + n / 100)
end

local function attack(options)
  asked = {}
  local full = { model = model, data = data, norm = "linf", eps = 0.1, budget = 2000, seed = 3, progress = false }
  for name, value in pairs(options) do full[name] = value end
  return ng.attack.run(full)
end

local function queries_of(report)
  local list = {}
  for i, image in ipairs(report.images) do list[i] = image.queries .. (image.success and "" or "!") end
  return table.concat(list, " ")
end

local methods = {
  { "bandits" }, { "bandits", { loss = "margin", tiles = 2 } }, { "dap", { samples = 12 } }, { "nes", { samples = 12 } },
  { "p_rgf", { queries = 6 } }, { "rgf", { queries = 6 } }, { "simba", { step = 0.05 } }, { "simba", { step = 0.1, basis = "dct" } }, { "spsa", { samples = 12 } }, { "zo_adamm", { queries = 6 } },
  { "zo_signsgd", { queries = 6 } }, { "zoo", { batch = 4 } }, { "zoo", { batch = 4, box = "tanh", lr = 0.1 } },
  { "zoo", { batch = 4, importance = true, kappa = 0.1 } },
}

-- Each fools the model in the ball and the box, with and without a target, and does not depend on its company.
for _, entry in ipairs(methods) do
  local method = ng.attack[entry[1]](entry[2])
  for _, norm in ipairs { "linf", "l2" } do
    local possible = not (entry[1] == "zoo" and norm == "linf" or entry[1] == "zo_adamm" and norm == "l2")
    if possible then
      local options = { method = method, norm = norm, eps = norm == "linf" and 0.1 or 0.6 }
      local free = attack(options)
      options.target = 0
      local aimed = attack(options)
      options.target, options.batch = nil, 1
      local alone = attack(options)
      local aim = 0
      for _, image in ipairs(aimed.images) do aim = aim + (image.success and image.predicted == 0 and 1 or 0) end
      if free.success < 1 or aim < 4 or queries_of(free) ~= queries_of(alone) then
        print(tostring(method), norm, free.success, aim, queries_of(free), queries_of(alone))
      end
    end
  end
end

-- Answers that are no numbers are counted, are no successes, and mislead no attack for good.
local answers, every = 0, 2
local function unwell(images)
  local logits = model(images)
  for i = 1, #images do
    answers = answers + 1
    if answers > 8 and answers % every == 0 then logits[i]:fill(0 / 0) end  -- the images themselves are known
  end
  return logits
end
for _, entry in ipairs(methods) do
  local norm = (entry[1] == "zoo" or entry[1] == "bandits") and "l2" or "linf"
  local options = { model = unwell, method = ng.attack[entry[1]](entry[2]), norm = norm, eps = 1e-4, budget = 200 }
  answers, every = 0, 2
  if attack(options).success ~= 0 then print("fooled by no numbers:", entry[1]) end
  answers, every, options.eps, options.budget = 0, 11, norm == "linf" and 0.1 or 0.6, 4000
  for _, image in ipairs(attack(options).images) do  -- that it was stopped shows a success; its verification may be answered so, too
    if image.queries == 4000 then print("misled by no numbers:", entry[1], image.index) end
  end
end

-- Cut off and gone on with from its journal, each ends as it would have; what was answered is not asked again.
for _, entry in ipairs(methods) do
  local path = os.tmpname()
  os.remove(path)
  local options = { method = ng.attack[entry[1]](entry[2]), norm = entry[1] == "zoo" and "l2" or "linf", eps = 0.03, budget = 200, batch = 2 }
  local whole = attack(options)
  local all = #asked
  local left = all // 2
  options.journal = path
  options.model = function(images)
    left = left - #images
    if left < 0 then error "gone" end
    return model(images)
  end
  local ended = pcall(attack, options)
  options.model = function(images) return model(images) end
  local resumed = attack(options)
  if ended or queries_of(resumed) ~= queries_of(whole) or #asked > 0.8 * all then
    print("not gone on with:", entry[1], queries_of(whole), queries_of(resumed), all, #asked)
  end
  os.remove(path)
end

-- A budget smaller than a step is used, and no more.
for _, entry in ipairs(methods) do
  for budget = 1, 3, 2 do
    local report = attack { method = ng.attack[entry[1]](entry[2]), norm = entry[1] == "zoo" and "l2" or "linf", eps = 1e-4, budget = budget }
    if queries_of(report) ~= ("%d! "):rep(3):format(budget, budget, budget) .. budget .. "!" then print(entry[1], queries_of(report)) end
  end
end

-- SimBA keeps to the ball with every question, and asks about −ε only where +ε has failed.
local report = attack { method = ng.attack.simba { step = 0.2 }, norm = "l2", eps = 0.3, indices = { 4 } }
local outside = 0
asked[#asked] = nil  -- what is asked last is the result rounded to 8 bits
for _, image in ipairs(asked) do outside = outside + ((image - data[4].image[1]):norm() > 0.3 * (1 + 1e-5) and 1 or 0) end
print(outside) --> 0
local sums = {}
attack { method = ng.attack.simba { step = 0.2 }, norm = "l2", eps = 5, budget = 37, indices = { 1 },
  model = function(images)  -- the other class gains with every pixel: +ε never fails
    local logits = ng.tensor.zeros { #images, 2 }
    for i = 1, #images do
      sums[#sums + 1] = images[i]:sum()
      logits[i] = { images[i]:sum(), 26 }
    end
    return logits
  end }
local rising = 0
for i = #sums - 35, #sums do rising = rising + (sums[i] > sums[i - 1] and 1 or 0) end
print(rising) --> 36

-- SimBA-DCT's basis is orthonormal, the last row and column included; lowest frequencies come first.
local basis = require "nilgrad.attack.score.basis".dct({ 2, 5, 6 }, { frequencies = 2, stride = 3 })
local order = basis.order(ng.random(1))
local vectors = {}
for i, position in ipairs(order) do vectors[i] = basis.step(ng.tensor.zeros({ 2, 5, 6 }, "float32"), position, 1):reshape { -1 } end
local worst = 0
for i, one in ipairs(vectors) do
  for j, other in ipairs(vectors) do worst = math.max(worst, math.abs(one:dot(other) - (i == j and 1 or 0))) end
end
local low = 0
for i = 1, 8 do low = math.max(low, order[i][2], order[i][3]) end
print(#vectors, worst < 1e-6, low) --> 60	true	2

-- ZOO's coordinates: none twice in a step, and all of them before any again.
local coordinates = require "nilgrad.attack.score.coordinates"
local pick = coordinates({ random = ng.random(2), image = ng.tensor.zeros { 1, 6, 6 } }, 8, false)
local twice, seen, picks = 0, {}, {}
for step = 1, 60 do
  local here = {}
  for _, position in ipairs(pick(ng.tensor.zeros { 36 })) do
    twice = twice + (here[position] and 1 or 0)
    here[position], seen[position], picks[#picks + 1] = true, true, position
  end
  if step == 5 then print(#seen) end
end --> 36
print(twice) --> 0

-- ZOO asks for 2 × batch candidates together, none outside [0, 1]; its preset and c are options.
local batches, out_of_box = {}, 0
report = attack { norm = "l2", eps = 0.01, budget = 64, method = ng.attack.zoo { batch = 8, preset = "fast", importance = true }, indices = { 1 },
  data = { { image = ng.tensor.full({ 1, 6, 6 }, 1):fill_window({ 1, 3 }, { 6, 4 }, 0), label = 1 } },
  model = function(images)
    batches[#batches + 1] = #images
    local logits = ng.tensor.zeros { #images, 2 }
    for i = 1, #images do
      out_of_box = out_of_box + ((images[i]:min() < 0 or images[i]:max() > 1) and 1 or 0)
      logits[i] = { 0, 9 + images[i]:sum() }
    end
    return logits
  end }
print(table.concat(batches, " ", #batches - 3), out_of_box) --> 16 16 16 16	0

-- ZOO goes on towards the image: the distance falls, and one run answers for every ε.
report = attack { norm = "l2", eps = { 0.6, 0.09 }, method = ng.attack.zoo { batch = 12 }, indices = { 2 }, budget = 4000 }
print(report.levels[1].success, report.levels[2].success, report.levels[1].images[1].queries < report.levels[2].images[1].queries) --> 1.0	1.0	true
local change = report.images[1].adversarial - report.images[1].original  -- it darkens and brightens
print(change:min() < 0, change:max() > 0) --> true	true

-- NES with the scores of two classes, towards the third; and with labels alone, from noise or from an image of the target.
-- The start's own bright pixels are too few within the ball: it takes the estimates to get there.
data[5] = { image = ng.tensor.full({ 1, 6, 6 }, 0.5, "float32"), label = 0 }
data[5].image[1]:fill_window({ 1, 1 }, { 3, 1 }, 1):fill_window({ 1, 3 }, { 6, 4 }, 0.6)
report = attack { method = ng.attack.nes { samples = 10 }, access = "top_k", top_k = 2, target = 0, indices = { 3, 4, 5 }, budget = 4000 }
print(#report.images, report.success) --> 2	1.0
local few = ng.attack.nes { samples = 6, copies = 4, sigma = 0.02, mu = 0.02 }
print(attack { method = few, access = "labels", target = 0, indices = { 3, 4, 5 }, budget = 4000 }.success) --> 1.0
print(attack { method = few, access = "labels", norm = "l2", eps = 1, indices = { 1, 2 }, budget = 4000 }.success) --> 1.0

-- P-RGF with a prior that is the gradient itself needs next to no queries; one that points the other way is turned around.
local gradient = ng.tensor.full({ 6, 6 }, 1):fill_window({ 1, 3 }, { 6, 4 }, -2)
for _, sign in ipairs { 1, -1 } do
  local guided = attack { method = ng.attack.p_rgf { queries = 20, prior = function() return gradient * sign end }, indices = { 4 } }
  print(guided.success, guided.images[1].queries < 40)
end --> 1.0	true
    --> 1.0	true

-- Tiles need no image that they divide.
report = attack { method = ng.attack.bandits { tiles = 4 }, data = { { image = ng.tensor.full({ 6, 6 }, 0.5):fill_window({ 1, 3 }, { 6, 4 }, 0.52), label = 1 } } }
print(report.success) --> 1.0

-- Mistakes
print(pcall(ng.attack.simba, { basis = "fourier" }))  --> false	...option 'basis' of ng.attack.simba must be 'pixel' or 'dct', got 'fourier'...
print(pcall(ng.attack.zoo, { learning_rate = 1 }))    --> false	...unknown option 'learning_rate' of ng.attack.zoo; ...
print(pcall(attack, { method = ng.attack.zoo() }))    --> false	...
print(pcall(attack, { method = ng.attack.zo_adamm(), norm = "l2" })) --> false	...
print(pcall(attack, { method = ng.attack.bandits(), data = { { image = { 0.5, 0.5 }, label = 0 } }, model = function(images)
  return ng.tensor.full({ #images, 2 }, 1):add_ { 1, 0 }
end }))                                               --> false	...tiles are laid on images [channels, height, width] or [height, width], not on [2]
