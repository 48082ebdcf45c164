-- ng.attack.transform on a classifier that is sure of a bar where it stands: class 1 where the middle column is the brightest.
local ng = require "nilgrad"

local forwards = 0
local function model(images)
  forwards = forwards + #images
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    local image = images[i]:reshape { 7, 7 }
    logits[i] = { 3, image:window({ 1, 4 }, { 7, 4 }):sum() }
  end
  return logits
end
local bar = ng.tensor.zeros({ 1, 7, 7 }, "float32")
bar[1]:fill_window({ 1, 4 }, { 7, 4 }, 1)

local function attack(options)
  local full = { model = model, data = { { image = bar, label = 1 } }, norm = "none", seed = 1, progress = false }
  for name, value in pairs(options) do full[name] = value end
  return ng.attack.run(full)
end

-- The smallest change comes first: the image as it is, then what is nearest to it.
local report = attack { method = ng.attack.transform { rotation = 90, rotations = 5, translations = 1 } }
print(report.success, report.images[1].queries, report.images[1].adversarial:equal(bar)) --> 1.0	2	false
report = attack { method = ng.attack.transform { rotation = 0, rotations = 1, translation = 1 / 7, translations = 3 } }
print(report.success, report.images[1].adversarial:max() == 1, report.images[1].adversarial[{ 1, 4, 4 }]) --> 1.0	true	0.0

-- The label is enough; what cannot be fooled costs the grid.
print(attack { method = ng.attack.transform(), access = "labels" }.success) --> 1.0
report = attack { method = ng.attack.transform { rotation = 3, translation = 0.01 } }
print(report.success, report.images[1].queries) --> 0.0	775
print(attack { method = ng.attack.transform { rotation = 3, translation = 0.01, worst_of = 10 } }.images[1].queries) --> 10

-- There is no ball.
print(pcall(attack, { method = ng.attack.transform(), norm = "l2", eps = 1 })) --> false	...ng.attack.transform attacks in none, not in l2
print(pcall(attack, { method = ng.attack.transform(), data = { { image = { 0, 1 }, label = 1 } },
  model = function(images) return images:reshape { #images, 2 } end })) --> false	...images [channels, height, width] or [height, width] are turned and moved, not [2]
