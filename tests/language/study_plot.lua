-- ng.plot.study draws any study: of all states, of every kind of parameter, of one trial, of several objectives.
local ng = require "nilgrad"
local axis = require "nilgrad.plot.study.axis"
local view = require "nilgrad.plot.study.view"

local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir '" .. folder .. "'")

local function content(name)
  local file <close> = assert(io.open(folder .. "/" .. name, "rb"))
  return file:read "a"
end

-- A study as a table: what pictures need of it.
local domains = {
  lr = { kind = "float", low = 1e-5, high = 1, log = true }, depth = { kind = "int", low = 1, high = 12, step = 1 },
  ["it's <b> %d {x}_1"] = { kind = "choice", choices = { "'a'", "b & c", true, 3 } }, order = { kind = "permutation", items = 3 },
}
local function made_up(count, directions)
  local study, random = { name = "a 100 % 'quoted' <name>", directions = directions or { "minimize" }, trials = {} }, ng.random(7)
  local states = { "complete", "complete", "complete", "pruned", "failed", "running" }
  for n = 0, count - 1 do
    local u = random:uniform(3)
    local lr, depth = 10 ^ (-5 * u[1]), math.floor(1 + 12 * u[2])
    local state = n == 0 and "complete" or states[1 + n % #states]
    local trial = { number = n, state = state, worker = "host:" .. n % 3 .. ":1a", started = 1000 + n, finished = 1000.5 + n, reports = {}, values = {},
      params = { lr = lr, depth = n % 2 == 0 and depth or nil, order = { 2, 1, 3 } }, domains = domains, reason = "" }
    trial.params["it's <b> %d {x}_1"] = domains["it's <b> %d {x}_1"].choices[1 + n % 4]
    for step = 1, n % 5 do trial.reports[step] = { step = step, value = step == 3 and n % 7 == 0 and 0 / 0 or u[3] + 1 / step } end
    if state == "complete" then
      for k in ipairs(study.directions) do trial.values[k] = k == 1 and (math.log(lr, 10) + 2) ^ 2 + depth or u[3] end
      if n == 30 then trial.values[1] = 1e12 end
      trial.value = trial.values[1]
    end
    study.trials[n + 1] = trial
  end
  study.importances = { { name = "lr", share = 0.7 }, { name = "depth", share = 0.3 }, { name = "order", share = 0 } }
  return study
end

local kinds = { "overview", "history", "parallel", "slice", "contour", "importance", "intermediate", "timeline" }
local function draw_all(study, ending)
  local drawn = 0
  for _, kind in ipairs(kinds) do
    ng.plot.study(study, folder .. "/" .. kind .. ending, { kind = kind })
    if #content(kind .. ending) > 500 then drawn = drawn + 1 end
  end
  return drawn
end

local study = made_up(60)
print(draw_all(study, ".svg"))                                    --> 8
print(content("slice.svg"):find("it's &lt;b> %d {x}_1", 1, true) ~= nil) --> true
print(content("overview.svg"):find("a 100 % 'quoted' &lt;name>: 60 trials", 1, true) ~= nil) --> true
ng.plot.study(study, folder .. "/a.png")
ng.plot.study(study, folder .. "/a.pdf", { kind = "history" })
print(content("a.png"):sub(2, 4), content("a.pdf"):sub(1, 4))     --> PNG	%PDF
print(draw_all(made_up(1), ".svg"))                               --> 8
study.directions = { "maximize" }
print(draw_all(study, ".svg"))                                    --> 8

-- Nobody is complete yet.
local begun = made_up(6)
for _, trial in ipairs(begun.trials) do trial.state, trial.value, trial.values = trial.number % 2 == 0 and "failed" or "running", nil, {} end
print(draw_all(begun, ".svg"))                                    --> 8

-- Several objectives: their front, and one history each.
local two = made_up(60, { "minimize", "maximize" })
ng.plot.study(two, folder .. "/two.svg")
ng.plot.study(two, folder .. "/front.svg", { kind = "pareto" })
ng.plot.study(made_up(60, { "minimize", "maximize", "minimize" }), folder .. "/three.svg", { kind = "pareto" })
print(content("two.svg"):find("Pareto front", 1, true) ~= nil, content("three.svg"):find("Objectives 2 and 3", 1, true) ~= nil) --> true	true

-- A far value does not press the others flat: the axis ends before it.
local range = view.of(made_up(60), {}):range { 1, 2, 3, 4, 1e12 }
print(range.high < 20, range.cut)                                 --> true	high
range = setmetatable({ maximize = true }, view):range { -1e9, 1, 2, 3, 4 }
print(range.low > -10, range.cut)                                 --> true	low
print(setmetatable({}, view):range({ 1e-4, 1e-2, 1, 100 }).log)   --> true

-- Workers are called by what tells them apart.
print(table.concat(view.workers { "lab:1:aa:bb", "lab:2:aa", "lab:2:ab", "odd" }, " ")) --> lab:1 lab:2:aa lab:2:ab odd

-- Places and marks of axes.
local lr = axis.of("lr", domains.lr)
print(lr:at(1e-5), lr:at(1), lr:at(nil), lr:at(-1))               --> 0	1	nil	nil
local marks = {}
for i, mark in ipairs(lr:marks(6)) do marks[i] = mark[2] end
print(table.concat(marks, " "))                                   --> 10⁻⁵ 10⁻⁴ 10⁻³ 0.01 0.1 1
local depth = axis.of("depth", domains.depth):marks(4)
print(#depth, depth[1][2])                                        --> 2	5
print(axis.of("c", { kind = "choice", choices = { "a", false } }):at(false)) --> 0.75

local function refused(...)
  local _, message = pcall(ng.plot.study, ...)
  print((message:gsub("^[^ ]*%.lua:%d+: ", "")))
end
refused(study, folder .. "/a.png", { kind = "pie" })              --> option 'kind' of ng.plot.study must be 'overview', 'history', 'parallel', 'slice', 'contour', 'importance', 'intermediate', 'pareto' or 'timeline', got 'pie'
refused(study, folder .. "/a.png", { params = { "nothing" } })    --> option 'params' of ng.plot.study: no trial of the study has a parameter 'nothing'
refused(study, folder .. "/a.png", { objective = 2 })             --> the study has 1 objectives, there is no objective 2
refused(study, folder .. "/a.png", { kind = "pareto" })           --> a Pareto front needs several objectives, and the study has one
refused({ name = "empty", trials = {} }, folder .. "/a.png")      --> the study 'empty' has no trials to draw yet
refused(3, folder .. "/a.png")                                    --> ng.plot.study needs a study, got 3
refused(study, 3)                                                 --> the picture's name must be a text that ends in .png, .svg or .pdf, got 3

-- study:report, whatever the texts in it are.
local real = ng.study { name = "<script>alert(1)</script>", sampler = ng.sampler.random(), seed = 1 }
real:optimize(function(trial)
  local a = trial:choice("</td>", { "<i>", "&" })
  if trial:float("x", 0, 1) > 0.5 then error("\27[31m bad \xff <img>", 0) end
  return a == "&" and 1 or 2
end, { trials = 12, progress = false })
real:report(folder .. "/report.html")
local page = content "report.html"
print(page:find("<script", 1, true), page:find("<img", 1, true), page:find("\27", 1, true), utf8.len(page) ~= nil) --> nil	nil	nil	true
print(page:find("&lt;script&gt;alert(1)&lt;/script&gt;", 1, true) ~= nil) --> true
os.execute("rm -r '" .. folder .. "'")
