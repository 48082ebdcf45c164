-- Options that attacks share, as ng.attack.method takes them.
local options = {}

--- What a query answers: `default` is "cross_entropy" or "margin".
function options.loss(default)
  return { name = "loss", type = "string", choices = { "margin", "cross_entropy" }, default = default,
    help = "what descends: the margin, or the cross-entropy (its negative; towards a target: of the target)" }
end

--- How far a step goes. `text` says what it is by default.
function options.lr(text)
  return { name = "lr", type = "number", min = 0, above_min = true, default_text = text,
    help = "length of a step; for linf the change of each pixel" }
end

options.example = require "nilgrad.attack.method.example"

return options
