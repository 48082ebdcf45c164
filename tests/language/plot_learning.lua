-- ng.plot.learning draws the values and the figures of runs, and refuses what is no run.
local ng = require "nilgrad"
local path = os.tmpname()
local function picture(ending)
  local file <close> = assert(io.open(path .. ending, "rb"))
  os.remove(path .. ending)
  return file:read "a"
end
local function count(text, pattern) return select(2, text:gsub(pattern, "")) end

local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = 0.02 } }
local sphere = ng.objective.sphere { dim = 5 }
local function run(options)
  local all = { optimizer = zo, x0 = 1, steps = 40, seed = 1 }
  for name, value in pairs(options) do all[name] = value end
  return ng.minimize(sphere, all)
end
local judged, plain = run { evaluate_every = 10 }, run { seed = 2 }
print(#judged.curve, judged.curve[40].step, #judged.evaluated) --> 40	40	4

ng.plot.learning(judged, path .. ".svg", { title = "a 'title'" })
local svg = picture ".svg"
print(count(svg, "a &#39;title&#39;") + count(svg, "a 'title'") > 0, count(svg, "minibatches") > 0, count(svg, "held out") > 0) --> true	true	true
ng.plot.learning({ judged, plain }, path .. ".svg", { names = { "one", "two" } })
svg = picture ".svg"
print(count(svg, ">one<") > 0, count(svg, ">two<") > 0, count(svg, "one, held out") > 0, count(svg, "two, held out")) --> true	true	true	0
judged.evaluated = { { step = 20, loss = 2, accuracy = 0.5 }, { step = 40, loss = 1, accuracy = 0.75, f1 = 0.5 } }
ng.plot.learning(judged, path .. ".png", { height = 200 })
local png = picture ".png"
print(string.unpack(">I4I4", png, 17)) --> 1000	600	25

local function refused(...)
  local ok, message = pcall(ng.plot.learning, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^%S+lua:%d+: ", "")))
end
refused(judged, 3) --> the picture's name must be a text that ends in .png, .svg or .pdf, got 3
refused({}, "a.png") --> ng.plot.learning needs a result of a run, or a list of them, got table: ...
refused({ judged, 3 }, "a.png") --> run 2 is a number, not a result of ng.minimize or ng.resume
refused(judged, "a.png", { names = { "one", "two" } }) --> option 'names' of ng.plot.learning must be a list of 1 names, one for each run
refused(judged, "a.gif") --> the picture's name must end in .png, .svg or .pdf, got 'a.gif'
refused(judged, "a.png", { smoth = 1 }) --> unknown option 'smoth' of ng.plot.learning; did you mean 'smooth'?
local none = run { target = 1e9, steps = 40 }
none.curve = {}
refused(none, "a.png") --> run 1 has finished no step
os.remove(path)
