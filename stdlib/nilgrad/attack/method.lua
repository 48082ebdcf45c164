-- ng.attack.method: makes an attack from a function that is written for one image, as its paper is.
--
--   return ng.attack.method {
--     name = "noise", summary = "uniform noise until it works",
--     options = { { name = "scale", type = "number", default = 1, min = 0, max = 1, help = "share of ε" } },
--     attack = function(victim, options)
--       local radius = options.scale * victim.eps
--       while true do
--         local noise = victim.random:uniform(victim.image.shape, "float32"):mul_(2 * radius):add_(-radius)
--         victim:query((victim.image + noise):clamp_(0, 1))
--       end
--     end,
--   }
--
-- What it makes is a constructor: `ng.attack.run { method = noise { scale = 0.5 }, … }`. The function knows one image and asks
-- the victim; counting, budgets, stopping at success and batches are the driver's, which drops the function where it stands.
-- Of the victim it may use
--   image label target              a float32 tensor with pixels in [0, 1], its true class from 0, the class to reach or nil
--   norm eps budget seed stream     the task; stream is the image's own, for ng.start
--   random                          an ng.random of this image
--   access                          what the model shows: "logits", "probabilities", "top_k" or "labels"
--   start                           of a targeted attack: an image that the model puts into the target class, or nil
--   victim:query(candidate)         its loss, which is < 0 exactly where the model is fooled (margin): 1 query. With labels: −1 or 1
--   victim:query_all(candidates)    a list of losses: as many queries
--   victim:fools(candidate)         whether the model is fooled, whatever it shows: 1 query; fools_all(candidates): a list
--   victim:logits()                 [n, classes], of the last candidates: logits or log-probabilities, −inf for what top_k hides
--   victim:closest()                the nearest image that fooled the model so far, at any distance, and its distance; or nil
--   victim:left()                   queries that the budget still allows
-- Returning means giving up. What a candidate must keep to (the ball, the box) is the function's business: a candidate outside
-- is answered and charged, but never a success. A method that minimises the distance is stopped when it has reached every ε of
-- the run, one that does not when it has reached its own.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local check = native.catalog.describe {
  kind = "attack", name = "method",
  summary = "an attack made from a function that is written for one image",
  signature = "ng.attack.method { name = …, attack = function(victim, options) … end, … } -> function",
  options = {
    { name = "name", type = "string", required = true, help = "what reports call it" },
    { name = "attack", type = "function", required = true,
      help = "attack(victim, options): asks victim:query(candidate) or victim:query_all(candidates) until it is stopped; "
        .. "the victim has image, label, target, norm, eps, budget, seed, stream, random, access, start and :query, :query_all, "
        .. ":fools, :fools_all, :logits, :closest, :left" },
    { name = "loss", type = "string", choices = { "margin", "cross_entropy" }, default = "margin",
      help = "what a query answers: the margin z_y − max z_k (targeted: max z_k − z_t), negative where the model is fooled, or "
        .. "log p_y (targeted: −log p_t)" },
    { name = "norms", type = "any", default_text = "{ 'linf', 'l2' }", help = "in which it can attack: linf, l2, l1, l0, none" },
    { name = "targeted", type = "boolean", default = false, help = "whether it can be given a target" },
    { name = "access", type = "any", default_text = "'scores'",
      help = "the least it needs of the model, 'scores' or 'labels', or a function of its options that says so" },
    { name = "minimizes_distance", type = "boolean", default = false,
      help = "it goes on from success towards the nearest adversarial image: one run answers for every ε" },
    { name = "reads_scores", type = "boolean", default = false, help = "it calls victim:logits(): journals keep all scores for it" },
    { name = "options", type = "any", help = "a list of { name =, type =, default =, min =, max =, choices =, help = }" },
    { name = "summary", type = "string", help = "one line, for help" },
    { name = "formula", type = "string", help = "for help" },
    { name = "cost", type = "string", help = "for help" },
    { name = "reference", type = "string", help = "paper, for help" },
    { name = "example", type = "string", help = "for help" },
  },
  example = [[
local still = ng.attack.method { name = "still", attack = function(victim) victim:query(victim.image) end }
return ng.attack.run { model = function(images) return images:reshape { #images, 2 } end, data = { { image = { 0, 1 }, label = 1 } },
  method = still(), eps = 0.1 }]],
}

local function access_of(description, options)
  local access = description.access or "scores"
  if type(access) == "function" then access = access(options) end
  if access ~= "scores" and access ~= "labels" then
    raise("option 'access' of ng.attack.method must be 'scores' or 'labels', got %s", tostring(access))
  end
  return access
end

local Method = { __name = "nilgrad.attack_method" }

-- "ng.attack.square { p = 0.1 }": as it was written, options in alphabetical order.
function Method:__tostring() return self.text end


native.catalog.describe {
  kind = "object", name = "attack_method",
  summary = "an attack with its options, as ng.attack.square() and its like return it; for the option method of ng.attack.run",
  methods = {},
  members = {
    { "method.name: string", "what reports call it" },
    { "method.text: string", "as it was written, with the options given" },
    { "method.options: table", "all its options, defaults included" },
    { "method.loss: string?", "what its queries return, where it says" },
    { "method.attack: function", "attack(victim, options), for one image" },
    { "method.norms: string[]", "those it can keep to" },
    { "method.targeted: boolean?", "whether it can reach a class" },
    { "method.access: string", "what it needs to see: 'scores' or 'labels'" },
    { "method.minimizes_distance: boolean?", "whether it looks for the nearest adversarial image" },
    { "method.reads_scores: boolean?", "whether it asks for logits" },
  },
  example = [[
local method = ng.attack.square { p = 0.1 }
return method, method.name, method.access]],
}

native.catalog.describe {
  kind = "attack.method", name = "is_method", summary = "whether a value is an attack with its options",
  signature = "ng.attack.method.is_method(value: any) -> boolean",
  example = "return ng.attack.method.is_method(ng.attack.square())",
}

local function text_of(name, given)
  local parts = {}
  for option, value in pairs(given) do
    parts[#parts + 1] = option .. " = " .. (type(value) == "string" and "'" .. value .. "'" or tostring(value))
  end
  table.sort(parts)
  return "ng.attack." .. name .. (#parts > 0 and " { " .. table.concat(parts, ", ") .. " }" or "")
end

local function method(description)
  description = check(description)
  local about = {}
  for field, value in pairs(description) do about[field] = value end
  about.kind = "attack"
  for _, own in ipairs { "attack", "loss", "norms", "targeted", "access", "minimizes_distance", "reads_scores" } do about[own] = nil end
  local check_options = native.catalog.describe(about)
  return function(given)
    local options = check_options(given)
    return setmetatable({
      name = description.name, text = text_of(description.name, given or {}), options = options,
      loss = options.loss or description.loss, attack = description.attack, norms = description.norms or { "linf", "l2" },
      targeted = description.targeted, access = access_of(description, options), minimizes_distance = description.minimizes_distance,
      reads_scores = description.reads_scores,
    }, Method)
  end
end

--- Whether ng.attack.method's constructors made it.
local function is_method(value) return getmetatable(value) == Method end

return setmetatable({ is_method = is_method }, { __call = function(_, ...) return method(...) end })
