-- Reports of attacks: the numbers, the curves and the files, from runs made up so that all of it can be reckoned by hand.
local ng = require "nilgrad"
local report_of = require "nilgrad.attack.report"

local function image(n) return ng.tensor.full({ 1, 2, 2 }, n / 10, "float32") end

-- Image n of four is fooled at ε = .1 in 10·n queries, but image 4 is not; at .2 all are, in n.
local function job(n, eps, queries, success, more)
  local made = { image = { index = n, label = 0, image = image(n), clean_confidence = 0.9, predicted = 0 }, eps = eps, queries = queries,
    success = success, path = {} }
  if success then
    for field, value in pairs { adversarial = image(n) + eps, predicted = 1, confidence = 0.6, linf = eps, l2 = 2 * eps, l1 = 4 * eps, l0 = 4,
      survives_8bit = n ~= 2 } do made[field] = value end
  end
  for field, value in pairs(more or {}) do made[field] = value end
  return made
end

local function report(more)
  local run = {
    options = { norm = "linf", budget = 100, seed = 7, stop = "success", method = "ng.attack.test", data = { classes = { "<cat>", "dog" } } },
    levels = { 0.1, 0.2 }, model = { name = "a model", access = "logits" }, seconds = 1.5, forwards = 1234, skipped = { { index = 9, label = 1, predicted = 0 } },
    jobs = { job(1, 0.1, 10, true), job(2, 0.1, 20, true), job(3, 0.1, 30, true), job(4, 0.1, 100, false),
      job(1, 0.2, 1, true), job(2, 0.2, 2, true), job(3, 0.2, 3, true), job(4, 0.2, 4, true) },
  }
  for field, value in pairs(more or {}) do run[field] = value end
  return report_of(run)
end

print(report())
--> ng.attack.test on a model, L∞, 100 queries an image, seed 7
--> 4 images attacked; 1 of 5 skipped, which the model gets wrong anyway
-->   ε  success          95 %  mean queries  median  mean, failures charged  median  accuracy under attack  mean L∞  mean L2  after 8-bit rounding
--> 0.1   75.0 %   30.1–95.4 %          20.0      20                    40.0      25                 25.0 %   0.1000   0.2000                   2/3
--> 0.2  100.0 %  51.0–100.0 %           2.5     2.5                     2.5     2.5                  0.0 %   0.2000   0.4000                   3/4
--> 1,234 forwards, 1.5 s

local r = report()
print(r.success, r.successes, r.attacked, r.median_queries, r.mean_queries, r.charged_mean, r.charged_median) --> 0.75	3	4	20.0	20.0	40.0	25.0
print(r.clean_accuracy, r.accuracy_under_attack, r.survivors_8bit, r.queries, #r.levels, r.levels[2].success) --> 0.8	0.25	2	160	2	1.0
print(r:solved_within(9), r:solved_within(10), r:solved_within(29), r:solved_within(100)) --> 0.0	0.25	0.5	0.75

-- An attack that gave up early is charged the budget all the same.
local early = report { levels = { 0.1 }, jobs = { job(1, 0.1, 10, true), job(2, 0.1, 4, false) } }
print(early.charged_mean, early.charged_median, early.mean_queries, early.queries) --> 55.0	55.0	10.0	14

-- An image without an answer is in the list and in no rate, and is told of; a success is one though the model fell silent later.
local silent = report { levels = { 0.1 }, jobs = { job(1, 0.1, 10, true), job(2, 0.1, 5, false, { failed = "HTTP 500" }),
  job(3, 0.1, 8, true, { failed = "timeout" }), job(4, 0.1, 100, false) } }
print(#silent.images, silent.attacked, silent.unanswered, silent.success, silent.charged_mean, silent.images[2].failed, silent.images[3].failed)
--> 4	3	1	...0.66666666666667	39.333333333333	HTTP 500	nil
print((tostring(silent):match "[^\n]*no answer[^\n]*")) --> ε 0.1: 1 image got no answer and are in none of the rates, first: HTTP 500
local nobody = report { levels = { 0.1 }, jobs = { job(1, 0.1, 0, false, { failed = "refused" }) } }
print(nobody.success, nobody.charged_mean, nobody:solved_within(5)) --> nil	nil	nil
print(#tostring(report { jobs = {}, skipped = {} }) > 0, report { jobs = {}, skipped = {} }.clean_accuracy) --> true	nil

-- Randomness and answers without numbers are told of.
print((tostring(report { inconsistent = 0.25 }):match "[^\n]*random[^\n]*"))
--> the model gave another class the second time for 25.0 % of the images asked about twice: its answers are random, and so are these numbers
print((tostring(report { levels = { 0.1 }, jobs = { job(1, 0.1, 3, false, { not_finite = 2 }) } }):match "[^\n]*infinite[^\n]*"))
--> 2 answers had a NaN or an infinite score: charged, and never a success

-- Curves, point by point.
local curves = require "nilgrad.attack.report.curves"
local function shown(points)
  local parts = {}
  for i, point in ipairs(points) do parts[i] = ("%g:%.4g"):format(point[1], point[2]) end
  return table.concat(parts, " ")
end
print(shown(curves.success(r.images, 100)))         --> 1:0 10:0.25 20:0.5 30:0.75 100:0.75
print(shown(curves.success(r.levels[2].images, 4))) --> 1:0.25 2:0.5 3:0.75 4:1
print(shown(curves.accuracy(r)))                    --> 0:1 0.1:0.25 0.2:0
local _, band = table.unpack(curves.accuracy(r))
print(("%.3f %.3f"):format(band[3], band[4]))       --> 0.046 0.699
local bins = curves.histogram(r.images, "l2", 4)
print(#bins, bins[4][3], bins[1][3], ("%.3f"):format(bins[4][2])) --> 4	3	0	0.200
-- Of attacks that go on: the nearest image so far, infinitely far where there is none.
local near = report { levels = { 0.1 }, options = { norm = "linf", budget = 100, seed = 7, stop = "budget", method = { minimizes_distance = true }, data = {} }, jobs = {
  job(1, 0.1, 10, true, { path = { { queries = 5, distance = 0.5 }, { queries = 10, distance = 0.05 } } }),
  job(2, 0.1, 100, false, { path = { { queries = 20, distance = 0.4 } } }), job(3, 0.1, 100, false) } }
print(near:median_distance(4), near:median_distance(10), near:median_distance(20), near:median_distance()) --> inf	inf	0.4	0.4
print(shown(curves.accuracy_of_distances(near.images, 100, 0, 0.45)))   --> 0:1 0.05:0.6667 0.4:0.3333 0.45:0.3333
print(shown(curves.accuracy_of_distances(near.images, 100, 0.1, 0.45))) --> 0.1:0.6667 0.4:0.3333 0.45:0.3333
-- Distances say something of every ε only where the attack went on, and of those from the smallest of a list on.
near.stop = "success"
print(curves.distances_from(near), curves.distances_from(r)) --> nil	nil
near.levels[2] = { eps = 0.3 }
print(curves.distances_from(near))                  --> 0.1
near.levels[2], near.stop = nil, "budget"
print(curves.distances_from(near))                  --> 0

-- Files, by their names.
local base = os.tmpname()
local function saved(what, ending)
  what:save(base .. ending)
  local file <close> = assert(io.open(base .. ending, "rb"))
  local words = file:read "a"
  os.remove(base .. ending)
  return words
end
local lines = {}
for line in saved(r, ".jsonl"):gmatch "[^\n]+" do lines[#lines + 1] = ng.json.decode(line) end
print(#lines, lines[1].seed, lines[1].eps[2], lines[1].nilgrad == ng.version, lines[3].index, lines[3].queries, lines[5].success)
--> 9	7	0.2	true	2	20	false
-- A confidence in scores that are no numbers is left out.
local sure = job(1, 0.1, 9, false)
sure.image.clean_confidence = 0 / 0
print(saved(report { levels = { 0.1 }, jobs = { sure } }, ".jsonl"):find("clean_confidence", 1, true)) --> nil
-- The way to the nearest image is in the first line of its image alone.
local two_levels = { job(1, 0.1, 10, true), job(1, 0.2, 5, true) }
two_levels[1].path = { { queries = 5, distance = 0.15 }, { queries = 10, distance = 0.05 } }
two_levels[2].path = two_levels[1].path
local told = saved(report { jobs = two_levels }, ".jsonl")
print(select(2, told:gsub('"path"', "")), told:match '"path":%b[]') --> 1	"path":[[5,0.15],[10,0.05]]
local csv = saved(report { levels = { 0.1 }, jobs = { job(1, 0.1, 10, true), job(2, 0.1, 5, false, { failed = 'a "b", c' }) } }, ".csv")
print(csv)
--> method,model,norm,budget,seed,eps,index,label,target,success,queries,predicted,confidence,clean_confidence,linf,l2,l1,l0,survives_8bit,failed
--> ng.attack.test,a model,linf,100,7,0.1,1,0,,true,10,1,0.6,0.9,0.1,0.2,0.4,4,true,
--> ng.attack.test,a model,linf,100,7,0.1,2,0,,false,5,,,0.9,,,,,,"a ""b"", c"
--> 
print(saved(r, ".TXT") == tostring(r) .. "\n")      --> true
print(pcall(r.save, r, base .. ".pdf"))             --> false	...a report is saved as .csv, .html, .jsonl, .txt, got '...
print(pcall(r.save, r, 7))                          --> false	...a report is saved into a file, got 7

-- The page: whole, closed, nothing from elsewhere, what users name escaped, both labels and confidences, a picture of each.
local html = saved(r, ".html")
print(html:find "^<!DOCTYPE html>" ~= nil, html:find "</html>\n$" ~= nil, html:find "https?:" == nil, html:find "<script" == nil) --> true	true	true	true
print(html:find("&lt;cat&gt; 90.0 % → dog 60.0 %", 1, true) ~= nil, html:find("<cat>", 1, true))  --> true	nil
print(select(2, html:gsub('src="data:image/png;base64,iVBOR', "")), select(2, html:gsub("<svg", ""))) --> 12	4
print(html:find("ng.attack.run { model = model, data = data, method = ng.attack.test(), eps = { 0.1, 0.2 }, norm = &quot;linf&quot;, "
  .. "budget = 100, seed = 7", 1, true) ~= nil, html:find("prefers-color-scheme: dark", 1, true) ~= nil) --> true	true
-- Every picture is a whole PNG, to its last bytes.
local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function last_bytes(base64)
  local group, bytes = 0, {}
  for letter in base64:sub(-24):gmatch "[^=]" do group = group << 6 | letters:find(letter, 1, true) - 1 & 63 end
  local padding = select(2, base64:gsub("=", ""))
  group = group >> 2 * padding
  for i = 6, 0, -1 do bytes[#bytes + 1] = string.char(group >> 8 * i & 255) end
  return table.concat(bytes)
end
local ends, paddings = 0, {}
for _, side in ipairs { 2, 3, 4, 5, 6, 7, 8, 9, 10 } do
  local picture = require "nilgrad.native.picture"(ng.random(side):uniform({ side, side }, "float32"))
  local base64 = picture:match "^data:image/png;base64,(.*)$"
  paddings[select(2, base64:gsub("=", ""))] = true
  if #base64 % 4 == 0 and last_bytes(base64) == "END\xAEB`\x82" then ends = ends + 1 end
end
print(ends, paddings[0], paddings[1], paddings[2])  --> 9	true	true	true
local open, closed = select(2, html:gsub("<[a-z]+[ >]", "")), select(2, html:gsub("</[a-z]+>", ""))
print(#html > 5000, open > closed)                  --> true	true
-- Without pictures (points), without a success, without an image.
for _, jobs in ipairs { { job(1, 0.1, 9, false), job(1, 0.2, 9, false) }, {} } do print(saved(report { jobs = jobs }, ".html"):find "<img") end
--> nil
--> nil
local point = ng.tensor({ 0.5, 0.5 }, "float32")
local flat = job(1, 0.1, 9, true)
flat.image.image, flat.adversarial = point, point
print(saved(report { levels = { 0.1 }, jobs = { flat } }, ".html"):find "<img") --> nil

-- The same curves as pictures, of a report or of several.
local function drawn(what, kind, options)
  options = options or {}
  options.kind = kind
  local done, failure = pcall(ng.plot.attack, what, base .. ".svg", options)
  if not done then return failure end
  local file <close> = assert(io.open(base .. ".svg", "rb"))
  os.remove(base .. ".svg")
  return file:read "a"
end
for _, kind in ipairs { "grid", "curve", "accuracy", "distortion" } do
  local svg = drawn(r, kind)
  print(kind, svg:find("gnuplot, which is not there", 1, true) ~= nil or svg:find("</svg>", 1, true) ~= nil)
end
--> grid	true
--> curve	true
--> accuracy	true
--> distortion	true
local both = { reports = { r, r } }
print(drawn(both, "grid"))                          --> ...ng.plot.attack: kind = 'grid' shows one report, such as comparison.reports[1], not 2
print(drawn(r, "distance"))                         --> ...ng.plot.attack: kind = 'distance' needs a method that minimises the distance, with stop = 'budget'...
print(drawn(silent, "accuracy"))                    --> ...ng.plot.attack: kind = 'accuracy' needs a list of ε, or a method that minimises the distance with stop = 'budget'
print(drawn(r, "curves"))                           --> ...option 'kind' of ng.plot.attack must be 'grid', 'curve'...got 'curves'...
print(drawn(7, "curve"))                            --> ...ng.plot.attack needs a report of ng.attack.run, got 7
os.remove(base)
