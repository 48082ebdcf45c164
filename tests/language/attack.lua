-- Attacks on a classifier that is a function: it says 1 where the left half of a 6×6 image is the brighter one.
local ng = require "nilgrad"

local forwards = 0
local function model(images)
  forwards = forwards + #images
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    local image = images[i]:reshape { 6, 6 }
    logits[i][2] = image:window({ 1, 1 }, { 6, 3 }):sum() - image:window({ 1, 4 }, { 6, 6 }):sum()
  end
  return logits
end

-- Image n leans to its label by n/100 a pixel; every third one is labelled wrongly.
local data = {}
for n = 1, 9 do
  local image = ng.tensor.full({ 1, 6, 6 }, 0.5, "float32")
  image[1]:fill_window({ 1, 1 }, { 6, 3 }, 0.5 + n / 100)
  data[n] = { image = image, label = n % 3 == 0 and 0 or 1 }
end

local function attack(options)
  local full = { model = model, data = data, method = ng.attack.square(), eps = 0.1, budget = 300, seed = 3, progress = false }
  for name, value in pairs(options) do full[name] = value end
  return ng.attack.run(full)
end

local function queries_of(report)
  local list = {}
  for i, image in ipairs(report.images) do list[i] = image.index .. ":" .. image.queries .. (image.success and "" or "!") end
  return table.concat(list, " ")
end

-- Images that the model gets wrong anyway are not attacked, and listed.
local report = attack {}
print(#report.images, #report.skipped, report.skipped[1].index, report.success) --> 6	3	3	1.0

-- Every query is a forward; looking at the images, asking twice about them, verifying and rounding are not charged.
forwards = 0
report = attack {}
local charged = 0
for _, image in ipairs(report.images) do charged = charged + image.queries end
print(forwards - charged == 9 + 6 + 2 * 6)   --> true

-- An attack depends on the seed and the image, not on its company.
print(queries_of(attack { batch = 1 }) == queries_of(report), queries_of(attack { batch = 4 }) == queries_of(report)) --> true	true
print(queries_of(attack { indices = { 7 } }) == "7:" .. report.images[5].queries) --> true
print(queries_of(attack { seed = 3 }) == queries_of(report)) --> true

-- Successes keep to the ball and the box, and fool the model.
for _, norm in ipairs { "linf", "l2" } do
  for _, method in ipairs { ng.attack.square(), ng.attack.gradient { estimator = ng.estimator.two_point { queries = 4 } } } do
    local eps = norm == "linf" and 0.1 or 0.6
    local fooled, kept = 0, true
    for _, image in ipairs(attack { norm = norm, eps = eps, method = method }.images) do
      if image.success then
        local change = image.adversarial - image.original
        fooled = fooled + 1
        kept = kept and change:norm(norm == "linf" and math.huge or 2) <= eps * (1 + 1e-5) + 1e-7
          and image.adversarial:min() >= 0 and image.adversarial:max() <= 1 and model(image.adversarial:reshape { 1, 1, 6, 6 })[1][2] <= 0
      end
    end
    print(norm, fooled > 0, kept)
  end
end                                          --> linf	true	true
                                             --> linf	true	true
                                             --> l2	true	true
                                             --> l2	true	true

-- What cannot be fooled costs its budget, exactly; failures are charged it.
report = attack { eps = 0.001, budget = 37 }
print(report.success, report.images[1].queries, report.charged_mean, report.mean_queries) --> 0.0	37	37.0	nil
report = attack { eps = { 0.001, 0.1 }, budget = 60 }
print(#report.levels, report.levels[1].success, report.levels[2].success > 0) --> 2	0.0	true

-- The numbers of a report.
report = attack {}
local total = 0
for _, image in ipairs(report.images) do total = total + image.queries end
print(report.mean_queries == total / 6, report.accuracy_under_attack, report.clean_accuracy == 6 / 9) --> true	0.0	true

-- It is saved whole, a line for the run and one an image.
local path = os.tmpname()
report:save(path)
local lines = {}
for line in io.lines(path) do lines[#lines + 1] = ng.json.decode(line) end
os.remove(path)
print(#lines, lines[1].method, lines[2].queries == report.images[1].queries) --> 7	ng.attack.square	true
print(pcall(report.save, report, "/nowhere/report.jsonl")) --> false	...: cannot write /nowhere/report.jsonl: No such file or directory

-- A method of one's own.
local still = ng.attack.method { name = "still", attack = function(victim) victim:query(victim.image) end }
print(queries_of(attack { method = still(), indices = { 1, 2 } })) --> 1:1! 2:1!
local broken = ng.attack.method { name = "broken", attack = function() error "out of ideas" end }
print(pcall(attack, { method = broken() }))  --> false	...broken failed on image 1: ...out of ideas

-- Mistakes
print(pcall(ng.attack.square, { q = 1 }))    --> false	...unknown option 'q' of ng.attack.square; ...
print(pcall(attack, { norm = "l3" }))        --> false	...option 'norm' of ng.attack.run must be 'linf', 'l2', 'l1', 'l0' or 'none', got 'l3'...
print(pcall(attack, { eps = -1 }))           --> false	...option 'eps' of ng.attack.run must be ...got -1
print(pcall(attack, { budgte = 1 }))         --> false	...unknown option 'budgte' of ng.attack.run; did you mean 'budget'?
print(pcall(attack, { model = function() return { { 1 } } end })) --> false	...
print(pcall(attack, { data = { { image = { 2 }, label = 0 } } })) --> false	...data[1].image has pixels from 2 to 2; attacks need them in [0, 1]
attack { method = 7 }                        --! option 'method' of ng.attack.run must be
