-- ng.attack.audit: the recommended attacks together on a model, and in words what that shows and what it does not.
local native = require "nilgrad.native"
local attack = require "nilgrad.attack"
local is_method = require "nilgrad.attack.method".is_method
local progress = require "nilgrad.native.progress"
local raise = require "nilgrad.raise"
local result_of = require "nilgrad.attack.audit.result"
local run = require "nilgrad.attack.run"
local run_options = require "nilgrad.attack.compare.run_options"
local threat_of = require "nilgrad.attack.audit.threat"
local words = require "nilgrad.attack.report.words"

local own = {
  { name = "eps", type = "any",
    default_text = "for grey images of up to 32 × 32 { linf = 0.1, l2 = 1.5 }; for others of up to 64 × 64 { linf = 0.05, l2 = 1 }, "
      .. "larger { linf = 0.05, l2 = 5 }",
    help = "the norms to attack in, and ε (or a list) in each: { linf = 8/255, l2 = 0.5 }" },
  { name = "methods", type = "any", default_text = "for scores ng.attack.square(), simba { basis = 'dct' }, nes(), hop_skip_jump(); for "
      .. "labels hop_skip_jump(), rays(), sign_opt()", help = "a list of attacks; each is used in the norms that it has" },
  { name = "budget", type = "integer", min = 1, default = 5000, unit = "queries", help = "most queries an image for each attack" },
  { name = "count", type = "integer", min = 1, default = 100, help = "how many images to attack: the first that are classified correctly" },
}

local check = native.catalog.describe {
  kind = "attack", name = "audit",
  summary = "the recommended attacks together, the best of them for each image, and in words what was tested and what was not",
  signature = "ng.attack.audit(model: any, data: any, options: table) -> attack_audit",
  options = run_options(own, { "model", "data", "norm" }),
  cost = "at most budget queries an image for each attack and norm",
  reference = "Carlini et al. 2019: On evaluating adversarial robustness; Croce & Hein, ICML 2020 (an ensemble, the best for each image)",
  example = [[
local function model(images)   -- says 1 where the left half is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    logits[i][2] = images[i][1]:window({ 1, 1 }, { 4, 2 }):sum() - images[i][1]:window({ 1, 3 }, { 4, 4 }):sum()
  end
  return logits
end
local image = ng.tensor.full({ 1, 4, 4 }, 0.5)
image[1]:fill_window({ 1, 1 }, { 4, 2 }, 0.55)
return ng.attack.audit(model, { { image = image, label = 1 } }, { budget = 100, methods = { ng.attack.square() } })]],
}

local norms = { "linf", "l2", "l1", "l0" }

-- ε by what images look like, as the field's papers have them for MNIST, CIFAR-10 and ImageNet.
local function usual_eps(data)
  local kind, sample = type(data), nil
  if kind == "table" or kind == "userdata" then sample = data[1] end
  if not sample or not sample.image then
    raise("ng.attack.audit needs data: ng.data.… or a list of { image = …, label = … }, got %s", tostring(data))
  end
  local shape = native.tensor(sample.image, "float32").shape
  local height, width = shape[#shape - 1] or 1, shape[#shape]
  local side, channels = math.max(height, width), #shape > 2 and shape[1] or 1
  if side <= 32 and channels == 1 then return { linf = 0.1, l2 = 1.5 } end
  return { linf = 0.05, l2 = side <= 64 and 1 or 5 }
end

local function checked_eps(eps)
  if type(eps) ~= "table" or not next(eps) then
    raise("option 'eps' of ng.attack.audit must be a table such as { linf = 0.1 }, got %s", tostring(eps))
  end
  for norm in pairs(eps) do
    local known = false
    for _, one in ipairs(norms) do known = known or one == norm end
    if not known then raise("option 'eps' of ng.attack.audit: '%s' is no norm; norms are linf, l2, l1, l0", tostring(norm)) end
  end
  return eps
end

-- Whether the model shows nothing but labels, by what is asked for or what the model says of itself.
local function labels_alone(model, options)
  if options.access == "labels" or options.scores == "labels" then return true end
  local ok, scores = pcall(function() return type(model) ~= "function" and model.scores end)
  return ok and scores == "labels"
end

local function recommended(labels)
  if labels then return { attack.hop_skip_jump(), attack.rays(), attack.sign_opt() } end
  return { attack.square(), attack.simba { basis = "dct" }, attack.nes(), attack.hop_skip_jump() }
end

local function check_methods(methods)
  if type(methods) ~= "table" or #methods == 0 then
    raise("option 'methods' of ng.attack.audit must be a list of attacks, got %s", tostring(methods))
  end
  for i, method in ipairs(methods) do
    if not is_method(method) then
      raise("option 'methods' of ng.attack.audit: [%d] must be an attack, such as ng.attack.square(), got %s", i, tostring(method))
    end
  end
  return methods
end

-- Why an attack cannot be used here, or nil.
local function unfit(method, norm, labels, options)
  if labels and method.access ~= "labels" then return "it needs scores" end
  if options.target ~= nil and not method.targeted then return "it cannot be targeted" end
  for _, one in ipairs(method.norms) do
    if one == norm then return nil end
  end
  return "not in " .. words.norms[norm]
end

-- The options of one run; its journal, where one is wanted, is its own.
local function options_of(options, model, data, method, norm, number)
  local shared = {}
  for name, value in pairs(options) do shared[name] = value end
  shared.methods, shared.model, shared.data, shared.method, shared.norm, shared.eps = nil, model, data, method, norm, options.eps[norm]
  if options.journal then shared.journal = ("%s.%s.%d"):format(options.journal, norm, number) end
  return shared
end

local function attack_in(norm, model, data, options, methods, audit)
  local labels, reports = labels_alone(model, options), {}
  for number, method in ipairs(methods) do
    local reason = unfit(method, norm, labels, options)
    if reason then
      audit.left_out[#audit.left_out + 1] = { method = tostring(method), norm = norm, reason = reason }
    else
      reports[#reports + 1] = run(options_of(options, model, data, method, norm, number))
    end
  end
  if #reports == 0 then raise("ng.attack.audit: none of the attacks works in %s here; give others as 'methods'", norm) end
  return reports
end

return function(model, data, options)
  options = check(options or {})
  local started = progress.seconds()
  options.eps = checked_eps(options.eps or usual_eps(data))
  local methods = check_methods(options.methods or recommended(labels_alone(model, options)))
  local audit = { reports = {}, by_norm = {}, norms = {}, threats = {}, left_out = {}, queries = 0 }
  for _, norm in ipairs(norms) do
    if options.eps[norm] then
      local reports = attack_in(norm, model, data, options, methods, audit)
      audit.by_norm[norm], audit.norms[#audit.norms + 1] = reports, norm
      for l in ipairs(reports[1].levels) do audit.threats[#audit.threats + 1] = threat_of(reports, l) end
      for _, report in ipairs(reports) do
        audit.reports[#audit.reports + 1] = report
        audit.queries = audit.queries + report.asked
      end
    end
  end
  audit.seconds = progress.seconds() - started
  return result_of(audit)
end
