-- Attacks that see decisions only, on a classifier that says 1 where the left half of a 6×6 image is the brighter one, so that the
-- distance to its boundary is known.
local ng = require "nilgrad"

local forwards = 0
local function model(images)
  forwards = forwards + #images
  local rows = images:reshape { #images, 6, 6 }
  local left = rows:window({ 1, 1 }, { 6, 3 }):reshape { #images, 18 }:sum(2)
  local right = rows:window({ 1, 4 }, { 6, 6 }):reshape { #images, 18 }:sum(2)
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = left[i] - right[i] end
  return logits
end

-- Image n is n/50 brighter on the left; the fifth leans to the right.
local data = {}
for n = 1, 5 do
  local image = ng.tensor.full({ 1, 6, 6 }, 0.5, "float32")
  image[1]:fill_window({ 1, n < 5 and 1 or 4 }, { 6, n < 5 and 3 or 6 }, 0.5 + n / 50)
  data[n] = { image = image, label = n < 5 and 1 or 0 }
end
local function exact(norm, n) return (norm == "linf" and 0.5 or 3) * n / 50 end

local tasks = {
  { "hop_skip_jump", "l2" }, { "hop_skip_jump", "linf" }, { "sign_opt", "l2" }, { "sign_opt", "linf" }, { "boundary", "l2" },
  { "rays", "linf" }, { "geoda", "l2" }, { "geoda", "linf" },
}

local function attack(task, options)
  local full = { model = model, data = data, method = ng.attack[task[1]](), norm = task[2], eps = 0.02, access = "labels", budget = 2500,
    seed = 3, progress = false, stop = "budget" }
  for name, value in pairs(options or {}) do full[name] = value end
  return ng.attack.run(full)
end

local function nearest(image) return image.path[#image.path] and image.path[#image.path].distance or math.huge end

-- They come within a few per cent of the boundary's distance, and never nearer.
for _, task in ipairs(tasks) do
  local report = attack(task)
  local worst, least = 0, math.huge
  for _, image in ipairs(report.images) do
    local ratio = nearest(image) / exact(task[2], image.index)
    worst, least = math.max(worst, ratio), math.min(least, ratio)
  end
  print(task[1], task[2], worst < 1.08, least > 1 - 1e-4)
end --> hop_skip_jump	l2	true	true
    --> hop_skip_jump	linf	true	true
    --> sign_opt	l2	true	true
    --> sign_opt	linf	true	true
    --> boundary	l2	true	true
    --> rays	linf	true	true
    --> geoda	l2	true	true
    --> geoda	linf	true	true

-- What is charged is what the model was asked, bisections and line searches too; beyond that each image was looked at twice. An
-- image costs 37 where the budget is 37.
for _, task in ipairs(tasks) do
  forwards = 0
  local report = attack(task, { eps = 1e-6, budget = 37, stop = "success" })
  local charged = 0
  for _, image in ipairs(report.images) do charged = charged + image.queries end
  io.write(task[1], " ", charged, " ", forwards - charged - 2 * #data, "; ")
end
print()                                      --> hop_skip_jump 185 0; hop_skip_jump 185 0; sign_opt 185 0; sign_opt 185 0; boundary 185 0; rays 185 0; geoda 185 0; geoda 185 0;

-- The same for any number of images at a time, and alone.
local function summary(report)
  local list = {}
  for i, image in ipairs(report.images) do list[i] = ("%d %d %.17g"):format(image.index, #image.path, nearest(image)) end
  return table.concat(list, "\n")
end
for _, task in ipairs(tasks) do
  local together = summary(attack(task, { budget = 600 }))
  local alone = {}
  for n = 1, #data do alone[n] = summary(attack(task, { budget = 600, indices = { n } })) end
  io.write(tostring(summary(attack(task, { budget = 600, batch = 2 })) == together), " ", tostring(table.concat(alone, "\n") == together), "; ")
end
print()                                      --> true true; true true; true true; true true; true true; true true; true true; true true;

-- One run answers for every ε, and stops when the smallest is reached.
local report = attack(tasks[1], { eps = { 0.05, 0.1, 0.2 }, stop = "success", indices = { 2 } })
local at = {}
for i, level in ipairs(report.levels) do at[i] = level.images[1].queries end
print(report.levels[1].success, report.levels[2].success, report.levels[3].success, at[1] == 2500, at[2] == 2500, at[3] < at[2]) --> 0.0	0.0	1.0	true	true	true

-- With a target they start from an image of it; without one they need none.
for _, task in ipairs(tasks) do
  local ok, answer = pcall(attack, task, { target = 0 })
  if not ok then print((answer:gsub("^.-: ", "")))
  else
    local worst = 0
    for _, image in ipairs(answer.images) do worst = math.max(worst, nearest(image) / exact(task[2], image.index)) end
    print(task[1], task[2], #answer.images, #answer.skipped, worst < 1.08)
  end
end --> hop_skip_jump	l2	4	1	true
    --> hop_skip_jump	linf	4	1	true
    --> sign_opt	l2	4	1	true
    --> sign_opt	linf	4	1	true
    --> boundary	l2	4	1	true
    --> ng.attack.rays has no targeted form...
    --> ng.attack.geoda has no targeted form...
    --> ng.attack.geoda has no targeted form...

-- Where nothing fools the model an image costs its budget, or what its method can try.
local function constant(images) return ng.tensor.zeros { #images, 1 } * 0 + { 0, 1 } end
local grey = { image = ng.tensor.full({ 1, 6, 6 }, 0.5, "float32"), label = 1 }
for _, task in ipairs(tasks) do
  local result = attack(task, { model = constant, data = { grey }, budget = 300 })
  io.write(result.success, " ", result.images[1].queries, "; ")
end
print()                                      --> 0 300; 0 300; 0 300; 0 300; 0 300; 0 82; 0 300; 0 300;

-- Norms that they cannot do are refused.
print(pcall(attack, { "boundary", "linf" })) --> false	...linf...
print(pcall(attack, { "rays", "l2" }))       --> false	...l2...
print(pcall(ng.attack.hop_skip_jump, { step = 1 })) --> false	...unknown option 'step' of ng.attack.hop_skip_jump; did you mean 'steps'?
print(pcall(ng.attack.sign_opt, { probes = 0 })) --> false	...option 'probes' of ng.attack.sign_opt must be ...

-- In l1 and l0 GeoDA changes what weighs most, as far as it goes, before anything else: here one of four numbers, by 0.1.
local function weighted(images)
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    local x = images[i]:reshape { 4 }
    logits[i][2] = 3 * x[1] + x[2] + 0.5 * x[3] - x[4] - 1.45
  end
  return logits
end
for _, norm in ipairs { "l1", "l0" } do
  local near = ng.attack.run { model = weighted, data = { { image = { { 0.5, 0.5 }, { 0.5, 0.5 } }, label = 1 } }, norm = norm, eps = 1, budget = 2000,
    method = ng.attack.geoda(), access = "labels", stop = "budget", seed = 1, progress = false }.images[1]
  print(norm, near.success, near.l0, near.l1 < (norm == "l1" and 0.101 or 0.5), near.adversarial[1][1] < 0.5)
end                                          --> l1	true	1.0	true	true
                                             --> l0	true	1.0	true	true
