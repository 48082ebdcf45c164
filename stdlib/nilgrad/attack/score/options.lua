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

--- A classifier of two pixels and an attack on an image of its, for examples: `constructor` is Lua.
function options.example(constructor, eps, more)
  return ([[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
return ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, eps = %s, budget = 500%s,
  method = %s }]]):format(eps or "0.1", more or "", constructor)
end

return options
