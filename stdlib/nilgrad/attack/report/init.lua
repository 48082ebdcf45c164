-- What ng.attack.run returns: numbers, images, curves, print(report) and report:save(path).
local curves = require "nilgrad.attack.report.curves"
local level_of = require "nilgrad.attack.report.level"
local records = require "nilgrad.attack.report.records"
local save = require "nilgrad.attack.report.save"
local text = require "nilgrad.attack.report.text"
local native = require "nilgrad.native"

local Report = { __name = "nilgrad.attack_report" }
Report.__index = Report

native.catalog.describe {
  kind = "object", name = "attack_report",
  summary = "what an attack did: numbers, images, curves; prints as a report",
  methods = Report,
  members = {
    { "report.success: number", "share of the attacked images that were fooled" },
    { "report.success_low: number", "of success: Wilson's 95 % interval, with success_high" },
    { "report.success_high: number", "its upper end" },
    { "report.accuracy_under_attack: number", "share that was not fooled; times clean_accuracy for that of all images looked at" },
    { "report.clean_accuracy: number?", "share of the images looked at that the model classified correctly" },
    { "report.mean_queries: number?", "of the successes; nil without one" },
    { "report.median_queries: number?", "of the successes; nil without one" },
    { "report.charged_mean: number", "mean queries with failures charged the budget" },
    { "report.charged_median: number", "the median of the same" },
    { "report.mean_linf: number?", "mean greatest change of a pixel in the adversarial images" },
    { "report.mean_l2: number?", "mean Euclidean distance of the adversarial images" },
    { "report.attacked: integer", "images attacked" },
    { "report.successes: integer", "images fooled" },
    { "report.forwards: integer", "images that the model was asked about, in all; of a journal's, each once" },
    { "report.inconsistent: number?",
      "share of the images asked about twice (up to 32 of the originals, and every success) whose class was another the second time" },
    { "report.not_finite: integer", "answers with a NaN or an infinite score: counted as queries, never as successes" },
    { "report.survivors_8bit: integer", "successes that still fool the model when their pixels are rounded to bytes" },
    { "report.images: table[]",
      "one for each attacked image: index, label, target, original, success, queries, adversarial, predicted, confidence, clean_confidence, linf, l2, l1, l0, survives_8bit, path: { { queries =, distance = }, … }, the nearer and nearer images that fooled the model" },
    { "report.skipped: table[]",
      "images that were misclassified before, or are of the one target class: index, label, predicted, reason" },
    { "report.misclassified: integer", "how many of the images looked at the model gets wrong by itself" },
    { "report.levels: table[]", "one report for each ε of a list; the report's own fields are those of the first" },
    { "report.eps: number", "the radius of the first level" },
    { "report.norm: string", "'linf', 'l2', 'l1' or 'l0'" },
    { "report.budget: integer", "queries allowed for an image" },
    { "report.seed: integer", "the run can be repeated with it" },
    { "report.method: string", "the attack as it was written" },
    { "report.model: string", "what the model is called" },
    { "report.access: string", "what the model showed: \"logits\", \"probabilities\", \"top_k\" or \"labels\"" },
    { "report.targeted: boolean", "whether classes were to be reached" },
    { "report.stop: string", "when an attack on an image ended: 'success' or 'budget'" },
    { "report.minimizes_distance: boolean?", "whether the method looks for the nearest adversarial image" },
    { "report.unanswered: integer", "images whose candidates the model refused: in no rate" },
    { "report.queries: integer", "asked about the images of the first level" },
    { "report.asked: integer", "queries of all attacks" },
    { "report.asked_twice: table", "images, classes and scores of the images asked about twice" },
    { "report.classes: string[]?", "the classes' names, where the data have them" },
    { "report.seconds: number", "time it took" },
    { "report.version: string", "of nilgrad" },
    { "report.options: table", "what ng.attack.run was given" },
    { "report:solved_within(queries: integer) -> number", "share of the images that the first so many queries fooled" },
    { "report:median_distance(queries: integer?) -> number",
      "of the nearest adversarial images that so many queries found, for methods that minimise the distance, with stop = 'budget'; an image without one is infinitely far" },
    { "report:save(path: string)",
      ".html, a page with curves and images; .csv; .txt; .jsonl (also without an ending), a line about the run, then one for each image at each ε" },
  },
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
local report = ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, method = ng.attack.gradient(),
  eps = 0.1, budget = 200, progress = false }
local path = os.tmpname()
report:save(path)   -- .html, .csv and .txt by the name's ending, else JSON lines
os.remove(path)
return report.success, report:solved_within(100), report:median_distance(200), report.images[1].queries]],
}

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
    targeted = options.target ~= nil, minimizes_distance = option(options.method, "minimizes_distance"), version = native.version,
    options = options, not_finite = not_finite_of(run), asked = run.queries }
  local classes = option(options.data, "classes")
  report.classes = type(classes) == "table" and classes or nil
  report.misclassified = misclassified_of(run.skipped)
  local looked_at = attacked + #run.skipped
  report.clean_accuracy = looked_at > 0 and (looked_at - report.misclassified) / looked_at or nil
  for field, value in pairs(levels[1]) do report[field] = value end
  return setmetatable(report, Report)
end
