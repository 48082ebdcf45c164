-- ng.attack.audit: several attacks on one model, the best of them for each image, and the words about it.
local ng = require "nilgrad"

-- A classifier that says 1 where the left half of a 4×4 image is the brighter one; image n leans to its label by n/100 a pixel.
local flips, asked = false, 0
local function model(images)
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    local image = images[i]:reshape { 4, 4 }
    asked = asked + 1
    logits[i][2] = image:window({ 1, 1 }, { 4, 2 }):sum() - image:window({ 1, 3 }, { 4, 4 }):sum() + (flips and asked % 5 == 0 and -1 or 0)
  end
  return logits
end
local data = {}
for n = 1, 6 do
  data[n] = { image = ng.tensor.full({ 1, 4, 4 }, 0.5, "float32"), label = n == 6 and 0 or 1 } -- the sixth is labelled wrongly
  data[n].image[1]:fill_window({ 1, 1 }, { 4, 2 }, 0.5 + n / 100)
end

-- Attacks that darken the left half by ε, on the images for which wanted(n), at query number queries_of(n).
local function darken(name, access, wanted, queries_of, norms)
  return ng.attack.method { name = name, access = access, norms = norms, attack = function(victim)
    local n = math.floor((victim.image[1][1][1] - 0.5) * 100 + 0.5)
    if not wanted(n) then return end
    for _ = 2, queries_of(n) do victim:fools(victim.image) end
    local dark = victim.image:clone()
    dark[1]:fill_window({ 1, 1 }, { 4, 2 }, math.max(0, 0.5 + n / 100 - (victim.norm == "l2" and victim.eps / math.sqrt(8) or victim.eps)))
    victim:fools(dark)
  end } ()
end
local odd = darken("odd", "scores", function(n) return n % 2 == 1 end, function(n) return n end)
local low = darken("low", "scores", function(n) return n < 3 end, function() return 2 end)
local blind = darken("blind", "labels", function(n) return n == 4 end, function() return 40 end, { "linf" })

local function audit(options)
  local full = { methods = { odd, low, blind }, eps = { linf = 0.1 }, budget = 50, seed = 3, progress = false }
  for name, value in pairs(options or {}) do full[name] = value end
  return ng.attack.audit(model, data, full)
end

-- odd fools 1, 3, 5; low 1 and 2; blind 4: together all five. Image 1 is best fooled by odd, in one query.
local a = audit()
local threat = a.threats[1]
print(#a.threats, threat.attacked, threat.fooled, threat.accuracy_under_attack, threat.robust_accuracy, a.clean_accuracy == 5 / 6) --> 1	5	5	0.0	0.0	true
for _, image in ipairs(threat.images) do io.write(image.index, ":", image.method:match "%w+$", ":", image.queries, " ") end
print()                                      --> 1:odd:1 2:low:2 3:odd:3 4:blind:40 5:odd:5 
for _, row in ipairs(threat.methods) do io.write(row.method, " ", row.success, " ", row.alone, "  ") end
print()                                      --> ng.attack.odd 0.6 2  ng.attack.low 0.4 1  ng.attack.blind 0.2 1  
-- Every query of every attack is counted, and none other: 1 + 3 + 5, 2 + 2, 40.
print(a.queries)                             --> 53

-- What no attack fools is left, of the images attacked and of all looked at.
a = audit { methods = { odd }, eps = { linf = 0.045, l2 = 0.1 } }
print(#a.threats, a.threats[1].norm, a.threats[1].fooled, a.threats[1].accuracy_under_attack, a.threats[2].fooled) --> 2	linf	2	0.6	2
print(a.threats[1].robust_accuracy, ("%.3f %.3f"):format(a.threats[1].robust_low, a.threats[1].robust_high)) --> 0.5	0.188 0.812
print(#audit { eps = { linf = { 0.01, 0.1 } } }.threats) --> 2

-- The words: what labels find and scores do not, what came late, what was left out, and what was not tested.
local said = tostring(audit { eps = { linf = 0.1, l2 = 0.3 } })
for _, part in ipairs { "Untargeted attacks in L∞ with ε = 0.1 and L2 with ε = 0.3", "5 images that the model classifies correctly, of 6 looked at",
  "attacks that use nothing but labels fooled 1 image that no attack on scores did", "L∞ with ε = 0.1: 20.0 % of the images fooled took more than half",
  "Asked again, the model gave the same answers", "Targeted attacks, to a class", "upper bounds", "ng.attack.blind (not in L2)",
  "other norms (L1 and L0)" } do
  if not said:find(part, 1, true) then print("missing: " .. part) end
end
print(tostring(audit()):find("Left out", 1, true), tostring(audit { methods = { odd } }):find("use nothing but labels", 1, true)) --> nil	nil
-- An attack that could do with labels but reads the scores is none on labels.
local reading = ng.attack.method { name = "reading", access = "labels", reads_scores = true, attack = function(victim)
  local dark = victim.image:clone()
  dark[1]:fill_window({ 1, 1 }, { 4, 2 }, 0)
  victim:query(dark)
end } ()
print(tostring(audit { methods = { odd, reading }, eps = { linf = 0.6 } }):find("use nothing but labels", 1, true),
  audit { methods = { odd, reading }, eps = { linf = 0.6 } }.threats[1].fooled) --> nil	5
flips = true
print((tostring(audit()):match "gives? another class" or "no") ~= "no") --> true
flips = false

-- A model that shows labels is attacked with attacks on labels alone.
a = audit { access = "labels" }
print(#a.reports, a.reports[1].method, a.threats[1].fooled, tostring(a):find("shows nothing but its label", 1, true) ~= nil) --> 1	ng.attack.blind	1	true
-- The usual ε, by the images' size; the attacks recommended.
local usual = ng.attack.audit(model, data, { budget = 30, count = 2, progress = false })
local names = {}
for i, threat in ipairs(usual.threats) do names[i] = threat.norm .. " " .. threat.eps .. " " .. #threat.methods end
print(table.concat(names, ", "))             --> linf 0.1 4, l2 1.5 4

-- Files
local base = os.tmpname()
local function saved(ending)
  a:save(base .. ending)
  local file <close> = assert(io.open(base .. ending, "rb"))
  local words = file:read "a"
  os.remove(base .. ending)
  return words
end
a = audit()
print(saved ".txt" == tostring(a) .. "\n", select(2, saved ".csv":gsub("\n", "")), select(2, saved ".jsonl":gsub("\n", ""))) --> true	16	20
local html = saved ".html"
print(html:find "</html>\n$" ~= nil, html:find "https?:" == nil, select(2, html:gsub("<img", "")), html:find("ng.attack.blind</p>", 1, true) ~= nil)
--> true	true	15	true

-- Each attack has a journal of its own.
local journal = base .. ".journal"
local with = audit { methods = { odd, odd }, eps = { linf = 0.1 }, journal = journal }
print(with.queries, os.remove(journal .. ".linf.1"), os.remove(journal .. ".linf.2")) --> 18	true	true
-- Where nothing is classified correctly there is nothing to attack, and no rate.
local wrong = {}
for i, sample in ipairs(data) do wrong[i] = { image = sample.image, label = 1 - sample.label } end
wrong[6] = nil
a = ng.attack.audit(model, wrong, { budget = 30, progress = false })
print(a.threats[1].attacked, a.threats[1].accuracy_under_attack, a.threats[1].robust_accuracy, a.clean_accuracy, #saved ".html" > 1000)
--> 0	nil	0.0	0.0	true
os.remove(base)

-- Mistakes
print(pcall(ng.attack.audit, model, {}, {})) --> false	...ng.attack.audit needs data: ng.data.… or a list of { image = …, label = … }, got table...
print(pcall(ng.attack.audit, model))         --> false	...ng.attack.audit needs data...got nil
print(pcall(audit, { methods = { blind }, eps = { l2 = 1 } })) --> false	...none of the attacks works in l2 here; give others as 'methods'
print(pcall(audit, { eps = { l3 = 1 } }))    --> false	...option 'eps' of ng.attack.audit: 'l3' is no norm...
print(pcall(audit, { eps = 0.1 }))           --> false	...option 'eps' of ng.attack.audit must be a table such as { linf = 0.1 }, got 0.1
print(pcall(audit, { methods = { 7 } }))     --> false	...option 'methods' of ng.attack.audit: [1] must be an attack...
print(pcall(audit, { norm = "linf" }))       --> false	...unknown option 'norm' of ng.attack.audit...
