-- ng.attack.run: attacks many images at once and reports how it went. It decides whom to attack and what attacks may see, lets
-- them run (session.lua), and believes in a success only after asking the model again.
local native = require "nilgrad.native"
local core = require "nilgrad.native.attack"
local progress = require "nilgrad.native.progress"
local raise = require "nilgrad.raise"
local images_of = require "nilgrad.attack.run.images"
local fingerprint = require "nilgrad.attack.run.fingerprint"
local model_of = require "nilgrad.attack.run.model"
local report_of = require "nilgrad.attack.report"
local session = require "nilgrad.attack.run.session"
local targets = require "nilgrad.attack.run.targets"
local threat = require "nilgrad.attack.run.threat"
local verify = require "nilgrad.attack.run.verify"

local check = native.catalog.describe {
  kind = "attack", name = "run",
  summary = "attacks images that a model classifies correctly, and reports success, queries and distortion",
  signature = "ng.attack.run { model = …, data = …, method = …, eps = …, … } -> attack_report",
  options = {
    { name = "model", type = "any", required = true,
      help = "ng.model.load(…), anything with model:predict(images), or a function images → logits; images are a float32 tensor "
        .. "[n, …] that holds until the call returns, logits a tensor or list [n, classes]" },
    { name = "data", type = "any", required = true,
      help = "ng.data.…, or a list of { image = …, label = … }: pixels in [0, 1], classes from 0" },
    { name = "method", type = "any", required = true, help = "the attack: ng.attack.square(), ng.attack.gradient(), …" },
    { name = "eps", type = "numbers", min = 0, above_min = true, default_text = "none; needed but for norm = 'none'",
      help = "ε, how far the adversarial image may be from the original, with pixels in [0, 1]. A list: attacks every image at each; "
        .. "a method that minimises the distance answers for all of them in one run" },
    { name = "norm", type = "string", choices = { "linf", "l2", "l1", "l0", "none" }, default = "linf",
      help = "in which ε is measured; l0 counts numbers that change; none: any image in [0, 1] goes (ng.attack.transform)" },
    { name = "access", type = "string", choices = { "scores", "logits", "probabilities", "top_k", "labels" }, default_text = "all that the model shows",
      help = "what the attack sees: scores, the top_k best of them, or the label alone" },
    { name = "top_k", type = "integer", min = 1, default_text = "none", help = "with access = 'top_k': of how many classes it sees the scores" },
    { name = "scores", type = "string", choices = { "logits", "probabilities", "labels" }, default_text = "the model's .scores, or logits",
      help = "what the model's numbers are; with labels a function may return a list of classes from 0" },
    { name = "target", type = "any", default_text = "none: any other class will do",
      help = "the class to reach: one for all, a list by position in the data, a function { index, label, image, predicted } → class, "
        .. "'random' (by the seed), 'next' (label + 1) or 'least_likely'. Images of a single target's class are skipped" },
    { name = "stop", type = "string", choices = { "success", "budget" }, default = "success",
      help = "when an image is done: at its first success at every ε, or when the budget is used; then its nearest adversarial image is "
        .. "kept (methods that minimise the distance) or that of the least loss" },
    { name = "budget", type = "integer", min = 1, default = 10000, unit = "queries", help = "most queries for an image" },
    { name = "count", type = "integer", min = 1, default_text = "all",
      help = "how many images to attack: the first ones that the model classifies correctly. Those it gets wrong anyway are not "
        .. "attacked and not counted: report.skipped lists them" },
    { name = "indices", type = "numbers", min = 1, default_text = "all",
      help = "the images to choose from, in this order, as positions in the data (from 1)" },
    { name = "seed", type = "integer", default = 0,
      help = "an image's attack depends on it, the image and its position in the data alone" },
    { name = "batch", type = "integer", min = 1, default_text = "as many as give the model 64 candidates at once, and 8 at least where memory allows",
      help = "most images advanced together" },
    { name = "unanswered", type = "string", choices = { "stop", "skip" }, default = "stop",
      help = "when the model raises an error on candidates: the run stops with it (a journal keeps what was answered), or the images "
        .. "whose own candidates it refuses are left, counted apart and in no rate" },
    { name = "journal", type = "string", default_text = "none",
      help = "path: every answer of the model is written there at once. When the run was cut off, the same script goes on from it "
        .. "and ends with the same report; no query is asked twice. Of a model that is no fixed function, the answers recorded count" },
    { name = "progress", type = "boolean", default = true, help = "show a line on a terminal" },
  },
  cost = "at most budget queries an image; not charged: a forward for each image looked at, a second for the first 32 attacked, two "
    .. "for each success, and those that look for images to start targeted attacks from",
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
return ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, method = ng.attack.gradient(),
  eps = 0.1, budget = 200 }]],
}

-- Scores of a model that are logits, as the log-probabilities that one who sees probabilities can compute.
local function as_probabilities(model)
  local logits = model.logits
  function model.logits(images) return core.log_probabilities(native.model.softmax(logits(images))) end
end

local function check_method(options)
  local method = options.method
  if not require "nilgrad.attack.method".is_method(method) then
    raise("option 'method' of ng.attack.run must be an attack, such as ng.attack.square(), got %s", tostring(method))
  end
  threat.check_norm(options, method)
  targets.check(options.target, method)
end

return function(options)
  options = check(options)
  local started = progress.seconds()
  check_method(options)
  local levels = threat.levels(options)
  local model = model_of(options.model, options.scores)
  local access = threat.access(options, model)
  model.access = access
  if access == "probabilities" and model.shows == "logits" then as_probabilities(model) end
  local images, skipped, asked_twice = images_of(options, model)
  local shape = #images > 0 and images[1].image.shape or { 1 }
  if #images > 0 then threat.check_range(options, levels, images[1].image.size) end
  local run = { options = options, levels = levels, model = model, access = access, images = images, skipped = skipped }
  local header = options.journal and fingerprint(run)
  local cohort <close> = core.cohort(shape, options.journal, header)
  local line <close> = progress.line(options.progress)
  run.cohort, run.line = cohort, line
  local answered
  local looked_at = model.forwards
  run.jobs, answered = session(run)
  run.queries = answered
  local attacked = model.forwards
  local claimed, denied = verify(run.jobs, model, options.unanswered)
  run.asked_twice, run.inconsistent = asked_twice, nil
  if denied + asked_twice.classes > 0 then run.inconsistent = (denied + asked_twice.classes) / (claimed + asked_twice.images) end
  run.forwards, run.seconds = looked_at + answered + model.forwards - attacked, progress.seconds() - started
  return report_of(run)
end
