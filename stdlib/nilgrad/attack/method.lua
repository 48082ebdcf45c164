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
--   image label                     what to fool: a float32 tensor with pixels in [0, 1], and its true class, from 0
--   norm eps budget seed stream     the task; stream is the image's own, for ng.start
--   random                          an ng.random of this image
--   victim:query(candidate)         its loss, which is < 0 exactly where the model is fooled: 1 query
--   victim:query_all(candidates)    a list of losses: as many queries
--   victim:logits()                 [n, classes], of the last candidates
--   victim:left()                   queries that the budget still allows
-- Returning means giving up. What a candidate must keep to (the ball, the box) is the function's business: a candidate outside
-- is answered and charged, but never a success.
local native = require "nilgrad.native"

local check = native.catalog.describe {
  kind = "attack", name = "method",
  summary = "an attack made from a function that is written for one image",
  signature = "ng.attack.method { name = …, attack = function(victim, options) … end, … } -> constructor",
  options = {
    { name = "name", type = "string", required = true, help = "what reports call it" },
    { name = "attack", type = "function", required = true,
      help = "attack(victim, options): asks victim:query(candidate) or victim:query_all(candidates) until it is stopped; "
        .. "the victim has image, label, norm, eps, budget, seed, stream, random, :left() and :logits()" },
    { name = "loss", type = "string", choices = { "margin", "cross_entropy" }, default = "margin",
      help = "what a query answers: the margin z_y − max z_k, negative where the model is fooled, or minus the cross-entropy" },
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

local Method = { __name = "nilgrad.attack_method" }

-- "ng.attack.square { p = 0.1 }": as it was written, options in alphabetical order.
function Method:__tostring() return self.text end

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
  about.kind, about.attack, about.loss = "attack", nil, nil
  local check_options = native.catalog.describe(about)
  return function(given)
    local options = check_options(given)
    return setmetatable({
      name = description.name, text = text_of(description.name, given or {}), options = options,
      loss = options.loss or description.loss, attack = description.attack,
    }, Method)
  end
end

--- Whether ng.attack.method's constructors made it.
local function is_method(value) return getmetatable(value) == Method end

return setmetatable({ is_method = is_method }, { __call = function(_, ...) return method(...) end })
