-- What ng.attack.run returns: numbers, images, curves, print(report) and report:save(path).
local curves = require "nilgrad.attack.report.curves"
local level_of = require "nilgrad.attack.report.level"
local records = require "nilgrad.attack.report.records"
local save = require "nilgrad.attack.report.save"
local text = require "nilgrad.attack.report.text"
local version = require "nilgrad.native".version

local Report = { __name = "nilgrad.attack_report" }
Report.__index = Report

function Report:__tostring() return text.of(self) end

local writers = {
  jsonl = records.jsonl,
  csv = function(report) return records.csv { report } end,
  txt = function(report) return text.of(report) .. "\n" end,
  html = function(report) return require "nilgrad.attack.report.html".report(report) end,
}

--- report:save(path): by the name's ending, .jsonl (also without one), .csv, .txt or .html.
function Report:save(path) save(self, path, writers) end

--- report:solved_within(queries): share of the images that the first so many queries fooled.
function Report:solved_within(queries) return curves.solved_within(self.levels[1].images, queries) end

--- report:median_distance(queries): of the closest adversarial images that so many queries found; infinite where most have none yet.
function Report:median_distance(queries) return curves.median_distance(self.levels[1].images, queries or self.budget) end

local function option(options, name)
  local ok, value = pcall(function() return options[name] end)
  return ok and value or nil
end

-- The first message of those that got no answer, and as many jobs as there are images at each ε.
local function levels_of(run)
  local levels, attacked = {}, #run.jobs // math.max(1, #run.levels)
  for i, eps in ipairs(run.levels) do
    local level = level_of(eps, table.move(run.jobs, (i - 1) * attacked + 1, i * attacked, 1, {}), run.options.budget)
    for _, image in ipairs(level.images) do level.first_failure = level.first_failure or image.failed end
    levels[i] = level
  end
  return levels, attacked
end

-- Answers without a number. A method that minimises the distance answered once for all ε.
local function not_finite_of(run)
  local once = option(run.options.method, "minimizes_distance")
  local sum = 0
  for i, job in ipairs(run.jobs) do
    if not once or i <= #run.jobs // #run.levels then sum = sum + (job.not_finite or 0) end
  end
  return sum
end

local function misclassified_of(skipped)
  local count = 0
  for _, image in ipairs(skipped) do count = count + (image.predicted ~= image.label and 1 or 0) end
  return count
end

--- of_run(run): run is { options, levels = { eps, … }, model = { name, access }, jobs = …, skipped, seconds, forwards, inconsistent,
--- asked_twice = { images, classes, scores } }.
return function(run)
  local options = run.options
  local levels, attacked = levels_of(run)
  local report = { levels = levels, method = tostring(options.method), model = run.model.name, norm = options.norm,
    budget = options.budget, seed = options.seed, skipped = run.skipped, seconds = run.seconds, forwards = run.forwards,
    inconsistent = run.inconsistent, asked_twice = run.asked_twice, access = run.model.access, stop = options.stop,
    targeted = options.target ~= nil, minimizes_distance = option(options.method, "minimizes_distance"), version = version,
    options = options, not_finite = not_finite_of(run), asked = run.queries }
  local classes = option(options.data, "classes")
  report.classes = type(classes) == "table" and classes or nil
  report.misclassified = misclassified_of(run.skipped)
  local looked_at = attacked + #run.skipped
  report.clean_accuracy = looked_at > 0 and (looked_at - report.misclassified) / looked_at or nil
  for field, value in pairs(levels[1]) do report[field] = value end
  return setmetatable(report, Report)
end
