-- ng.plot.attack: what attacks did to images, and how many queries it took.
local arguments = require "nilgrad.plot.figure.arguments"
local native = require "nilgrad.native"
local curves = require "nilgrad.plot.attack.curves"
local grid = require "nilgrad.plot.attack.grid"
local lines = require "nilgrad.plot.lines"
local raise = require "nilgrad.raise"
local size = require "nilgrad.plot.figure.size"
local words = require "nilgrad.attack.report.words"

local check = native.catalog.describe {
  kind = "plot", name = "attack",
  summary = "pictures of attacks: images before and after, success against queries, accuracy against ε, distortion",
  signature = "ng.plot.attack(report: attack_report | attack_comparison | table, file: string?, options: table?)",
  options = size({
    { name = "kind", type = "string", choices = { "grid", "curve", "accuracy", "distance", "distortion" }, default = "grid",
      help = "grid: original, perturbation and adversarial image side by side, with classes and confidences; curve: success against "
        .. "queries; accuracy: under attack, against ε, with Wilson's 95 %; distance: of the median image, against queries; distortion: "
        .. "histogram of the adversarial images' distances. Curves also take a comparison of ng.attack.compare" },
    { name = "count", type = "integer", default = 5, min = 1, max = 50, help = "grid: how many of the fooled images to show, the first ones" },
    { name = "times", type = "number", min = 0, above_min = true, default_text = "as many as make the largest change visible",
      help = "grid: how many times the perturbation is enlarged" },
    { name = "cell", type = "integer", default = 170, min = 40, max = 2000, unit = "pixels", help = "grid: side of a picture" },
    { name = "norm", type = "string", choices = { "linf", "l2", "l1", "l0" }, default = "l2", help = "distortion: in which distances are shown" },
    { name = "title", type = "string", default_text = "the method and ε", help = "above the picture" },
  }, 1000, 600),
  example = [[
local function model(images)   -- says 1 where the left pixels are the brighter ones
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][{ 1, 1 }] - images[i][{ 1, 2 }] end
  return logits
end
local report = ng.attack.run { model = model, data = { { image = { { 0.55, 0.5 }, { 0, 1 } }, label = 1 } },
  method = ng.attack.gradient(), eps = 0.1, budget = 200 }
ng.plot.attack(report)                                   -- in the terminal
ng.plot.attack(report, os.tmpname() .. ".svg")
ng.plot.attack(report, os.tmpname() .. ".svg", { kind = "curve" })]],
}

-- The reports of a comparison, or the one given.
local function reports_of(what)
  if type(what) == "table" and type(what.reports) == "table" and #what.reports > 0 then return what.reports end
  if type(what) == "table" and type(what.images) == "table" then return { what } end
  raise("ng.plot.attack needs a report of ng.attack.run, got %s", tostring(what))
end

local function title_of(reports)
  local first = reports[1]
  local eps = #reports > 1 and #first.levels == 1 and (", %s, ε = %s"):format(words.norms[first.norm], words.eps(first.eps)) or ""
  return (#reports == 1 and first.method or "Attacks") .. " on " .. first.model .. eps
end

return function(report, file, options)
  local reports = reports_of(report)
  options = arguments(check, file, options)
  if options.kind == "grid" then
    if #reports > 1 then raise("ng.plot.attack: kind = 'grid' shows one report, such as comparison.reports[1], not %d", #reports) end
    return grid(reports[1], options)
  end
  local drawing = curves(reports, options.kind, options.norm)
  for _, name in ipairs { "file", "width", "height", "columns", "rows" } do drawing[name] = options[name] end
  drawing.title = options.title or title_of(reports)
  lines(drawing)
end
