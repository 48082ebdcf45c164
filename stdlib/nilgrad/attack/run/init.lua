-- ng.attack.run: attacks many images at once and reports how it went. This is the one place that decides whom to attack, keeps
-- the attacks' candidates flowing through the model, and believes in a success only after asking the model again.
local native = require "nilgrad.native"
local core = require "nilgrad.native.attack"
local progress = require "nilgrad.native.progress"
local raise = require "nilgrad.raise"
local images_of = require "nilgrad.attack.run.images"
local model_of = require "nilgrad.attack.run.model"
local report_of = require "nilgrad.attack.run.report"
local verify = require "nilgrad.attack.run.verify"

local check = native.catalog.describe {
  kind = "attack", name = "run",
  summary = "attacks images that a model classifies correctly, and reports success, queries and distortion",
  signature = "ng.attack.run { model = …, data = …, method = …, eps = …, … } -> report",
  options = {
    { name = "model", type = "any", required = true,
      help = "ng.model.load(…), anything with model:predict(images), or a function images → logits; images are a float32 tensor "
        .. "[n, …] that holds until the call returns, logits a tensor or list [n, classes]" },
    { name = "data", type = "any", required = true,
      help = "ng.data.…, or a list of { image = …, label = … }: pixels in [0, 1], classes from 0" },
    { name = "method", type = "any", required = true, help = "the attack: ng.attack.square(), ng.attack.gradient(), …" },
    { name = "eps", type = "numbers", required = true, min = 0, above_min = true,
      help = "ε, how far the adversarial image may be from the original; a list attacks every image at each" },
    { name = "norm", type = "string", choices = { "linf", "l2" }, default = "linf", help = "in which ε is measured" },
    { name = "budget", type = "integer", min = 1, default = 10000, unit = "queries", help = "most queries for an image" },
    { name = "count", type = "integer", min = 1, default_text = "all",
      help = "how many images to attack: the first ones that the model classifies correctly. Those it gets wrong anyway are not "
        .. "attacked and not counted: report.skipped lists them" },
    { name = "indices", type = "numbers", min = 1, default_text = "all",
      help = "the images to choose from, in this order, as positions in the data (from 1)" },
    { name = "seed", type = "integer", default = 0,
      help = "an image's attack depends on it, the image and its position in the data alone" },
    { name = "batch", type = "integer", min = 1, default_text = "as many as give the model 64 candidates at once",
      help = "most images advanced together" },
    { name = "progress", type = "boolean", default = true, help = "show a line on a terminal" },
  },
  members = {
    { name = "success", help = "share of the attacked images that were fooled" },
    { name = "accuracy_under_attack", help = "share that was not; times clean_accuracy for that of all images looked at" },
    { name = "mean_queries", help = "of the successes; likewise median_queries. Nil without a success" },
    { name = "charged_mean", help = "mean queries with failures charged the budget; likewise charged_median" },
    { name = "mean_linf", help = "mean distance of the adversarial images; likewise mean_l2" },
    { name = "survivors_8bit", help = "successes that still fool the model when their pixels are rounded to bytes" },
    { name = "images", help = "one for each attacked image: index, label, original, success, queries, adversarial, predicted, confidence, "
        .. "clean_confidence, linf, l2, survives_8bit" },
    { name = "skipped", help = "images that were misclassified before: index, label, predicted" },
    { name = "clean_accuracy", help = "share of the images looked at that the model classified correctly" },
    { name = "levels", help = "one report for each ε of a list; the report's own fields are those of the first" },
    { name = "save", help = "report:save(path): a line of JSON about the run, then one for each image" },
  },
  cost = "at most budget queries an image; one more forward for each image looked at and two for each success are not charged",
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
return ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, method = ng.attack.gradient(),
  eps = 0.1, budget = 200 }]],
}

-- More would only push each other's data out of the processor's caches.
local candidates_a_forward = 64

local Session = {}
Session.__index = Session

-- How many images may be under attack now: methods that ask for many candidates at once make a full batch with few images.
function Session:room()
  if self.batch then return self.batch end
  if self.most_a_question == 0 then return 1 end
  return math.max(1, candidates_a_forward // self.most_a_question)
end

function Session:start(job)
  local method, image, options = self.method, job.image, self.options
  local victim = {
    image = image.image:clone(), label = image.label, norm = options.norm, eps = job.eps, budget = options.budget,
    seed = options.seed, stream = image.index, random = native.random(options.seed, image.index),
  }
  for name, question in pairs(core.victim) do victim[name] = question end
  self.cohort:start(job.number, function() method.attack(victim, method.options) end, image.image, image.label,
    options.norm, job.eps, options.budget, method.loss)
end

function Session:fill()
  while self.next <= #self.jobs and self.cohort:size() < self:room() do
    self:start(self.jobs[self.next])
    self.next = self.next + 1
  end
end

function Session:collect()
  for _, ended in ipairs(self.cohort:finished()) do
    local job = self.jobs[ended.id]
    if ended.outcome == "failed" then
      if type(ended.error) ~= "string" then error(ended.error, 0) end
      raise("%s failed on image %d: %s", self.method, job.image.index, ended.error)
    end
    job.adversarial, job.queries = ended.adversarial, ended.queries
    self.done = self.done + 1
    self.fooled = self.fooled + (ended.adversarial and 1 or 0)
  end
  if self.line:due() then
    self.line:show(("%d of %d images attacked, %d fooled"):format(self.done, #self.jobs, self.fooled))
  end
end

-- Rounds of: every attack runs to its next question, one forward answers all.
function Session:advance()
  local cohort = self.cohort
  repeat
    self:fill()
    local candidates = cohort:ask()
    if candidates then
      self.most_a_question = math.max(self.most_a_question, #candidates // cohort:size())
      cohort:tell(self.model.logits(candidates))
    end
    self:collect()
  until cohort:size() == 0 and self.next > #self.jobs
end

local function jobs_of(images, levels)
  local jobs = {}
  for _, eps in ipairs(levels) do
    for _, image in ipairs(images) do jobs[#jobs + 1] = { number = #jobs + 1, image = image, eps = eps } end
  end
  return jobs
end

return function(options)
  options = check(options)
  local started = progress.seconds()
  if not require "nilgrad.attack.method".is_method(options.method) then
    raise("option 'method' of ng.attack.run must be an attack, such as ng.attack.square(), got %s", tostring(options.method))
  end
  local levels = type(options.eps) == "table" and options.eps or { options.eps }
  local model = model_of(options.model)
  local images, skipped = images_of(options, model)
  local jobs = jobs_of(images, levels)
  local cohort <close> = core.cohort(#images > 0 and images[1].image.shape or { 1 })
  local line <close> = progress.line(options.progress)
  local session = setmetatable({
    options = options, method = options.method, model = model, jobs = jobs, batch = options.batch, next = 1, done = 0, fooled = 0,
    most_a_question = 0, cohort = cohort, line = line,
  }, Session)
  if #jobs > 0 then session:advance() end
  verify(jobs, model)
  return report_of { options = options, levels = levels, model = model, jobs = jobs, skipped = skipped,
    seconds = progress.seconds() - started }
end
