-- What a language model's loss refuses, and runs whose losses stop being numbers.
local ng = require "nilgrad"
local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  print((message:gsub("^%S+lua:%d+: ", "")))
end
local folder = "tests/data/transformers/opt/"
local model = ng.model.load(folder .. "pre_ln")
local good = { prompt = { 2, 5 }, options = { { 1 }, { 3 } }, answer = 1 }
local function loss(examples, options)
  local all = { model = model, examples = examples, batch = 2 }
  for name, value in pairs(options or {}) do all[name] = value end
  return ng.objective.language(all)
end

local long = {}
for i = 1, model.positions + 1 do long[i] = 5 end
refused(loss, { good, { prompt = long, options = { { 1 } }, answer = 1 } }) --> example 2 has 66 tokens, but 'pre_ln' takes at most 64
refused(loss, { good }, { held_out = { { prompt = long, options = { { 1 } } } } }) --> held-out example 1 has 66 tokens, but 'pre_ln' takes at most 64
refused(loss, { { prompt = { 2, 5 }, options = { { 1 }, { 3 } }, answer = 3 } }) --> the answer of example 1 is 3, not the place of one of its 2 options
refused(loss, { good, { prompt = { 2, 5 }, options = { { 1 }, { 3 } }, answer = "great" } }) --> the answer of example 2 is great, not the place of one of its 2 options
refused(loss, { { prompt = { 2, 288 }, options = { { 1 } }, answer = 1 } }) --> the prompt of example 1[2] must be the id of a token, an integer from 0 to 287, got 288
refused(loss, { { prompt = { 2, 5 }, options = { { 1 }, { -3 } }, answer = 1 } }) --> option 2 of example 1[1] must be the id of a token, an integer from 0 to 287, got -3
refused(loss, { { prompt = {}, options = { { 1 } } } }) --> example 1: its prompt has no tokens
refused(loss, { { prompt = { 2 }, options = { { 1 }, {} } } }) --> example 1: an option has no tokens
refused(loss, { good }, { held_out = { good, { prompt = { 2 }, options = {} } } }) --> held-out example 2: it has no options
refused(loss, { good }, { held_out = { { prompt = { 2 }, options = { { 1 } }, answer = 2 } } }) --> the answer of held-out example 1 is 2, not the place of one of its 1 options
refused(loss, {}) --> ng.objective.language needs at least one example to train on
refused(loss, { good }, { parameters = { "nothing" } }) --> option 'parameters' leaves nothing to train: no tensor of 'pre_ln' goes by these names
refused(ng.task.classification, { template = "{text} It was", labels = { "terrible", "great" },
  train = { { text = "a joy", label = "great" }, { text = "a bore", label = "dull" } } }) --> train[2]: label 'dull' must be one of 'terrible', 'great'

-- Losses that are no numbers: ten steps of them in a row end the run, which says which; the weights are those of the last step that
-- could be made, and the journal has it all.
local path = os.tmpname()
local examples = {}
for i = 1, 12 do examples[i] = { prompt = { 2, 5 + i, 30 - i }, options = { { 7 }, { 9 } }, answer = 1 + i % 2 } end
local function run(checkpoint, lr)
  os.remove(path)
  local r = ng.minimize(ng.objective.language { model = checkpoint, examples = examples, batch = 4 }, { steps = 60, seed = 3, journal = path,
    optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = lr } } })
  return r.reason, r.steps, r.failures
end
model = ng.model.load(folder .. "fp16")
print(run(model, 1e6)) --> no finite values in steps 2 to 11	11	20
print(ng.replay(path, ng.model.load(folder .. "fp16")).fingerprint == model.fingerprint) --> true
print(ng.replay(path, ng.model.load(folder .. "fp16"), { step = 0 }).fingerprint == ng.model.load(folder .. "fp16").fingerprint) --> true
print(run(ng.model.load(folder .. "pre_ln"), 1e30)) --> no finite values in steps 2 to 11	11	20
model:parameters()[3].tensor[1] = 0 / 0
local before = model.fingerprint
print(run(model, 1e-3)) --> no finite values in steps 1 to 10	10	20
print(model.fingerprint == before) --> true
os.remove(path)

-- The memory that a run takes, by what it is made of.
model = ng.model.load "scripts/models/mini-opt"
print((tostring(model:memory { tokens = 400, batch = 1 }):gsub("scratch +[^\n]*\n", ""):gsub("peak.*", ""))) --> weights      8.68 MB
                                                                                                      --> activations  ...
                                                                                                      --> state        0 B
                                                                                                      -->
local adam = ng.optimizer.zeroth_order { update = ng.update.adam() }
print(model:memory { optimizer = adam }.state == 8 * model.size) --> true
local lora = model:memory { parameters = "lora", rank = 4, optimizer = adam }
print(lora.weights - model.bytes, lora.state) --> 65536	131072
print(lora.peak == lora.weights + lora.activations + lora.scratch + lora.state) --> true
print(model:memory { batch = 64, tokens = 400 }.activations == model:memory { batch = 5, tokens = 400 }.activations) --> true
refused(model.memory, model, { bacth = 3 }) --> unknown option 'bacth' of ng.model.memory; did you mean 'batch'?
local there = ng.model.random { like = "opt-125m", dtype = "bf16" }
local absent = ng.model.memory { like = "opt-125m", dtype = "bf16", batch = 2, tokens = 100 }
print(absent.peak == there:memory { batch = 2, tokens = 100 }.peak, absent.weights == there.bytes) --> true	true
refused(ng.model.memory, {}) --> ng.model.memory needs a model, or like = 'opt-1.3b'
refused(ng.model.memory, { like = "opt-125m", optimizer = adam }) --> option 'optimizer' needs a model: model:memory { optimizer = … }
refused(there.memory, there, { like = "opt-125m" }) --> option 'like' cannot be given for a model: its shape is 'random opt with 12 layers of 768's
