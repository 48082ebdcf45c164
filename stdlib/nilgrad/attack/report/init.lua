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

--- of_run(run): run is { options, levels = { eps, … }, model = { name, access }, jobs = …, skipped, seconds, forwards, inconsistent }.
return function(run)
  local options = run.options
  local levels, attacked = levels_of(run)
  local target = option(options, "target")
  local report = { levels = levels, method = tostring(options.method), model = run.model.name, norm = options.norm,
    budget = options.budget, seed = options.seed, skipped = run.skipped, seconds = run.seconds, forwards = run.forwards,
    inconsistent = run.inconsistent, access = option(run.model, "access"), stop = option(options, "stop"),
    targeted = target ~= nil and target ~= false, version = version, options = options }
  local classes = option(options.data, "classes")
  report.classes = type(classes) == "table" and classes or nil
  local looked_at = attacked + #run.skipped
  report.clean_accuracy = looked_at > 0 and attacked / looked_at or nil
  for field, value in pairs(levels[1]) do report[field] = value end
  return setmetatable(report, Report)
end
