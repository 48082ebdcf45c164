-- ng.plot.convergence and ng.plot.ecdf take results, runs, journals and tables of them, and draw what can be counted by hand.
local ng = require "nilgrad"
os.getenv = function(name) return ({ LC_ALL = "C.UTF-8" })[name] end

-- A result by hand: the best value after so many evaluations.
local function result(optimizer, evaluations, history)
  local made = { optimizer = optimizer, evaluations = evaluations, history = {}, x = ng.tensor { 0, 0 } }
  for i = 1, #history, 2 do made.history[#made.history + 1] = { evaluations = history[i], value = history[i + 1] } end
  return made
end
local first = result("ng.optimizer.cmaes() (chosen for dimension 2)", 40, { 1, 8, 10, 4, 30, 1 })
local second = result("ng.optimizer.bobyqa()", 20, { 2, 6, 20, 3 })
local small = { columns = 44, rows = 6 }
local function draw(what, options)
  for name, value in pairs(small) do options[name] = value end
  ng.plot.convergence(what, options)
end

draw(first, {})
--> best value
--> 10┤
-->   │⠒⠒⠒⠒⠒⠒⠒⠒⠒⢲
-->   │         ⢸
-->  5┤         ⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⡄
-->   │                              ⡇
-->  0┤                              ⠓⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒
-->   └───────────────────┬────────────────────┬
-->                       20                  40
-->                         function evaluations
-->  ── cmaes
draw({ first, second }, { title = "Two runs" })
-->                   Two runs
--> best value
--> 10┤
-->   │⠒⠒⠒⠒⠒⠒⠒⠒⠒●
-->   │ ⠒⠒⠒⠒⠒⠒⠒⠒⢺⠒⠒⠒⠒⠒⠒⠒⠒⠒■
-->  5┤         ⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⢼⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤●
-->   │                   ⠈          ⡇
-->  0┤                              ⠓⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒
-->   └───────────────────┬────────────────────┬
-->                       20                  40
-->                         function evaluations
-->  ●── cmaes   ■── bobyqa
draw({ ["a method"] = { first, second } }, { optimum = 1 })
--> best value − optimum, median and quartiles
--> 8┤
--> 6┤⡥⠤⡥⠤⡥⠤⡥⠤⣥
-->  │        ⢸⠄ ⠄ ⠄ ⠄ ⠄ ⠄
--> 4┤        ⠈⠋⠉⠋⠉⠋⠉⠋⠉⠋⠉⢻⢀ ⢀ ⢀ ⢀ ⢀ ⢀
--> 2┤                   ⠈⠉⠋⠉⠋⠉⠋⠉⠋⠉⠋⢹ ⢀ ⢀ ⢀ ⢀ ⢀
--> 0┤                              ⠨⠉⠩⠉⠩⠉⠩⠉⠩⠉⠩⠉
-->  └───────────────────┬─────────────────────┬
-->                      20                   40
-->                         function evaluations
-->  ── a method

-- The median of 8 and 6 from evaluation 2 on, of 4 and 6 from 10 on, …; the quartiles lie halfway to either.
local quartiles = require "nilgrad.plot.runs.quartiles"
for _, row in ipairs(quartiles { first, second }) do print(table.unpack(row)) end
--> 2	7.0	6.5	7.5
--> 10	5.0	4.5	5.5
--> 20	3.5	3.25	3.75
--> 30	2.0	1.5	2.5
--> 40	2.0	1.5	2.5

local function show_ecdf(options)
  options.columns, options.rows = 44, 8
  ng.plot.ecdf({ one = { first }, both = { first, { result = second, optimum = 2 } } }, options)
end
-- 4 of 4 pairs: first reaches 7 at 10 evaluations and 1 at 30, second comes within 7 of its optimum at 2 and within 1 at 20.
show_ecdf { targets = { 7, 1 }, per_dimension = false }
--> share of (run, target) pairs reached
--> 100 %┤                                  ⡏⠉⠉■
-->      │                                  ⡇
-->      │                             ⡏⠉⠉⠉⠉⡇
-->      │                             ⡇    ⡇
-->  50 %┤                    ⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠁
-->      │⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀●
-->      │⡇                   ⡇
-->   0 %┤⣇⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀■
-->      └┬──────────┬────────┬───────┬─────────
-->       2          5        10      20
-->                         function evaluations
-->  ●── both   ■── one

-- Journals tell what results do, as far as they go.
local path = os.tmpname()
os.remove(path)
local sphere = ng.objective.sphere { dim = 3 }
local r = ng.minimize(sphere, { optimizer = ng.optimizer.cmaes(), x0 = 1, budget = 60, seed = 1, journal = path })
local journal = require "nilgrad.native.journal"(path)
print(journal.evaluations == r.evaluations, #journal.history == #r.history, journal.history[#journal.history].value == r.value, journal.dim, journal.maximize)
--> true	true	true	3	false
os.remove(path)
local peak = ng.maximize(function(x) return -x[1] ^ 2 end, { dim = 1, x0 = 2, optimizer = ng.optimizer.nelder_mead(), budget = 40, journal = path })
journal = require "nilgrad.native.journal"(path)
print(journal.maximize, #journal.history == #peak.history, journal.history[1].value < journal.history[#journal.history].value)
--> true	true	true
ng.plot.convergence({ path, peak }, path .. ".svg", { names = { "journal", "result" }, optimum = 0 })
local file <close> = assert(io.open(path .. ".svg"))
local svg = file:read "a"
print(svg:find(">journal<", 1, true) ~= nil, svg:find("function evaluations", 1, true) ~= nil, svg:find("best value − optimum", 1, true) ~= nil)
--> true	true	true
os.remove(path)
os.remove(path .. ".svg")
local run = ng.start { dim = 2, optimizer = ng.optimizer.random_search(), lower = 0, upper = 1, budget = 10, seed = 1 }

while not run:done() do
  local values = {}
  for i, point in ipairs(run:ask()) do values[i] = point[1] + point[2] end
  run:tell(values)
end
local methods = require "nilgrad.plot.runs.methods"(run, nil, "a plot")
print(#methods, methods[1].name, methods[1].runs[1].dim, #methods[1].runs[1].history == #run:result().history)
--> 1	random_search	2	true
run = ng.start { dim = 2, optimizer = ng.optimizer.random_search(), lower = 0, upper = 1, budget = 10, seed = 1 }   -- nothing is told yet

local function refused(...)
  local drawn, message = pcall(...)
  print(drawn and "drawn" or (message:gsub("^%S+lua:%d+: ", ""):gsub("table: %S+", "TABLE")))
end
refused(ng.plot.convergence, {})
--> ng.plot.convergence needs a result of ng.minimize, a run, a journal's path, or a table of them, got an empty table
refused(ng.plot.convergence, nil)
--> ng.plot.convergence needs a result of ng.minimize, a run, a journal's path, or a table of them, got nil
refused(ng.plot.convergence, { first, {} })
--> method 2 of ng.plot.convergence needs at least one run, got an empty table
refused(ng.plot.convergence, { first, 3 })
--> method 2 of ng.plot.convergence needs at least one run, got 3
refused(ng.plot.convergence, run)
--> the run of ng.plot.convergence has found no value: its history is empty
refused(ng.plot.convergence, "/nowhere.journal")
--> /nowhere.journal: no such file
refused(ng.plot.convergence, first, { names = { "a", "b" } })
--> option 'names' of ng.plot.convergence must be a list of 1 names, one for each method
refused(ng.plot.convergence, first, { optimum = 5 })
--> ng.plot.convergence: a run reached 4, which is better than the optimum, 5: give another optimum = …
refused(ng.plot.convergence, first, "a.jpg")
--> the picture's name must end in .png, .svg or .pdf, got 'a.jpg'
refused(ng.plot.convergence, first, { optimun = 1 })
--> unknown option 'optimun' of ng.plot.convergence; did you mean 'optimum'?
refused(ng.plot.ecdf, first, { targets = { -1 } })
--> option 'targets' of ng.plot.ecdf: target 1 is -1, it must be a difference of 0 or more
refused(ng.plot.ecdf, { { result = { history = first.history, evaluations = 40 } } }, {})
--> ng.plot.ecdf: a run does not tell the dimension of its problem: give dim = …, or per_dimension = false
