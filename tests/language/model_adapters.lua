-- What is trained beside a model's weights: saved with it, loaded again, LoRA merged.
local ng = require "nilgrad"
local folder = os.tmpname()
os.remove(folder)
local function load() return ng.model.load "scripts/models/mini-opt" end
local function ids(model, text) return model:tokenize(text, { prepend = false }) end
local function trained(kind, options)
  local model = load()
  options = options or {}
  options.model, options.parameters, options.batch = model, kind, 1
  options.examples = {
    { prompt = model:tokenize "a joy . It was", options = { ids(model, " bad"), ids(model, " great") }, answer = 2 } }
  local f = ng.objective.language(options)
  ng.minimize(f, { steps = 2, seed = 1, optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-2 }, update = ng.update.sgd { lr = 1e-2 } } })
  return model
end
local function same(a, b) return (a:logits "a joy" - b:logits "a joy"):abs():max() end

for _, kind in ipairs { "lora", "prefix", "prompt" } do
  local model = trained(kind)
  model:save(folder)
  local again = ng.model.load(folder)
  print(kind, same(model, again), same(model, load()) > 0, again.size == model.size)
end
--> lora	0.0	true	true
--> prefix	0.0	true	true
--> prompt	0.0	true	true

local model = trained("lora", { rank = 4, alpha = 8 })
model:save(folder, { merge = true })
local merged = ng.model.load(folder)  -- weights of 16 bits, rounded
print(same(model, merged) < 0.1, same(merged, load()) > 0, merged.size == load().size)  --> true	true	true

local function refused(f, ...) print((select(2, pcall(f, ...)):gsub("^.-:%d+: ", ""))) end
refused(load().save, load(), folder, { merge = true })
--> option 'merge': 'mini-opt' has no LoRA to merge into its weights
refused(load().save, load(), folder, { merg = true })
--> unknown option 'merg' of ng.model.save; did you mean 'merge'?
refused(ng.objective.language, { model = model, parameters = "lora", rank = 4, examples = {} })
--> the model has been adapted by LoRA with alpha = 8 before, not 16; load it anew
os.execute("rm -r " .. folder)
