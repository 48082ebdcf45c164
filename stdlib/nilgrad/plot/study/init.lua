-- ng.plot.study: pictures of a study. Each file of this folder draws one kind; `page` places them.
local arguments = require "nilgrad.plot.figure.arguments"
local native = require "nilgrad.native"
local output = require "nilgrad.plot.figure.output"
local size = require "nilgrad.plot.figure.size"
local text = require "nilgrad.plot.study.text"
local view = require "nilgrad.plot.study.view"
local words = require "nilgrad.plot.terminal.words"
local new_page = require "nilgrad.plot.study.page".new

local kinds = { "overview", "history", "parallel", "slice", "contour", "importance", "intermediate", "pareto", "timeline" }

local check = native.catalog.describe {
  kind = "plot", name = "study",
  summary = "pictures of a tuning study: history, importance, slices and others",
  signature = "ng.plot.study(study: study, file: string?, options: table?)",
  formula = [[
overview      history, importance and slices; of several objectives the Pareto front and each one's history
history       every trial's value by number, and the best so far
parallel      a line for each trial through its parameters and its value
slice         the value against each parameter
contour       the value over pairs of parameters: by default of the three most important ones
importance    the share of the variance that each parameter explains (functional ANOVA)
intermediate  what trials reported on their way
pareto        several objectives, two at a time
timeline      which worker had which trial when
A few values far off on the bad side are drawn at the edge. Failed and pruned trials are crosses. In the terminal there are overview,
history, slice, importance, intermediate and pareto.]],
  options = size {
    { name = "kind", type = "string", choices = kinds, default = "overview", help = "which picture" },
    { name = "params", type = "strings", default_text = "all, the most important first", help = "the parameters to show" },
    { name = "objective", type = "integer", default = 1, min = 1, help = "which one, of several" },
    { name = "log", type = "boolean", default_text = "where values are positive and of more than three decades", help = "a logarithmic axis of values" },
    { name = "title", type = "string", default_text = "the study's name", help = "above the picture; '' for none" },
    { name = "width", type = "integer", default = 1100, min = 300, max = 20000, unit = "pixels", help = "of the picture" },
  },
  example = [[
local study = ng.study { sampler = ng.sampler.random(), seed = 1 }
study:optimize(function(trial) return trial:float("lr", 1e-4, 1, { log = true }) + trial:int("depth", 1, 8) / 8 end, { trials = 20 })
ng.plot.study(study)                              -- in the terminal
ng.plot.study(study, os.tmpname() .. ".svg")]],
}

local function drawing(kind) return require("nilgrad.plot.study." .. kind) end

local function overview(page, data, options)
  if #data.directions > 1 then
    if #data:complete() > 0 then drawing "pareto"(page, data) end
    page:row(320)
    for k = 1, #data.directions do
      local one = setmetatable({ objective = k, maximize = data.directions[k] == "maximize" }, { __index = data })
      drawing "history".panel(page, one)
    end
  else
    page:row(360)
    drawing "history".panel(page, data, 2)
    drawing "importance".panel(page, data, 1)
  end
  drawing "slice"(page, data, options)
end

return function(study, file, options)
  options = arguments(check, file, options)
  if type(options.params) == "string" then options.params = { options.params } end
  local data = view.of(study, options)
  local title = options.title or ("%s: %d trials"):format(study.name or "study", #data.trials)
  output(options, function(draw)
    local page = new_page()
    local fill = options.kind == "overview" and overview or drawing(options.kind)
    fill(page, data, options)
    page:draw(draw, options.width, title ~= "" and title or nil)
  end, function(screen)
    local lines = text(screen, data, options)
    if title ~= "" then table.insert(lines, 1, screen:bold(words.centred(screen:spelt(title), screen.columns))) end
    return lines
  end)
end
