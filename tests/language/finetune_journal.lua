-- A language model's run in a journal: gone on with and replayed onto a model loaded anew, to the bit.
local ng = require "nilgrad"
local paths <close> = setmetatable({}, { __close = function(self) for _, path in ipairs(self) do os.remove(path) end end })
local function new_path()
  local path = os.tmpname()
  os.remove(path)
  paths[#paths + 1] = path
  return path
end
local function refused(g, ...)
  local ok, message = pcall(g, ...)
  assert(not ok, "was not refused")
  message = message:gsub("^tests/language/finetune_journal%.lua:%d+: ", ""):gsub("^/[%w/_]+: ", "")
  print((message:gsub("%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x", "…")))
end

local folder = "tests/data/transformers/opt/"
local random = ng.random(3)
local function ids(count)
  local list = { 2 }
  for i = 2, count do list[i] = random:integer(4, 90) end
  return list
end
local examples = {}
for i = 1, 24 do examples[i] = { prompt = ids(3 + i % 5), options = { ids(1 + i % 2), { 7 + i % 3 } }, answer = 1 + i % 2 } end

local function loss(model, options)
  local all = { model = model, examples = examples, held_out = { table.unpack(examples, 1, 6) }, batch = 5, seed = 9 }
  for name, value in pairs(options or {}) do all[name] = value end
  return ng.objective.language(all)
end
local function settings(options)
  local all = { steps = 12, seed = 4, evaluate_every = 5, optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-2 }, update = ng.update.sgd { lr = 1e-2 } } }
  for name, value in pairs(options or {}) do all[name] = value end
  return all
end

-- one run let alone, one broken off in its 8th step and gone on with, and both points from the journal alone
local function same_to_the_bit(checkpoint, parameters)
  local whole, path, at_7 = ng.model.load(folder .. checkpoint), new_path(), nil
  local untouched = whole.fingerprint
  local r = ng.minimize(loss(whole, parameters), settings {
    callback = function(progress) if progress.steps == 7 then at_7 = whole.fingerprint end end })
  local broken = ng.model.load(folder .. checkpoint)
  pcall(ng.minimize, loss(broken, parameters), settings { journal = path,
    callback = function(progress) if progress.steps == 8 then error "the power fails" end end })
  local resumed = ng.model.load(folder .. checkpoint)
  local again = ng.resume(path, { objective = loss(resumed, parameters) })
  assert(again.evaluations == r.evaluations and again.value == r.value and again.best_step == r.best_step)
  assert(#again.evaluated == #r.evaluated and again.evaluated[3].loss == r.evaluated[3].loss)
  local replayed = ng.model.load(folder .. checkpoint)
  assert(rawequal(ng.replay(path, replayed), replayed))
  local step_7 = ng.replay(path, ng.model.load(folder .. checkpoint), { step = 7 })
  assert(untouched ~= whole.fingerprint and at_7 ~= whole.fingerprint)
  return resumed.fingerprint == whole.fingerprint, replayed.fingerprint == whole.fingerprint, step_7.fingerprint == at_7, path
end

print(same_to_the_bit("pre_ln")) --> true	true	true	...
print(same_to_the_bit("fp16")) --> true	true	true	...
print(same_to_the_bit("bf16")) --> true	true	true	...
print(same_to_the_bit("pre_ln", { parameters = "lora", rank = 2 })) --> true	true	true	...
print(same_to_the_bit("bf16", { parameters = "lora", rank = 3, alpha = 6 })) --> true	true	true	...
print(same_to_the_bit("pre_ln", { parameters = "prefix", tokens = 3 })) --> true	true	true	...
print(same_to_the_bit("fp16", { parameters = "prompt", tokens = 4 })) --> true	true	true	...
local _, _, _, path = same_to_the_bit("pre_ln", { parameters = { "fc1", "q_proj%.bias" } })

-- what is not the model that the run began with is refused, and named
local model = ng.model.load(folder .. "pre_ln")
local before = model.fingerprint
refused(ng.replay, path, ng.model.load "scripts/models/mini-opt") --> the weights of 'mini-opt' (scripts/models/mini-opt) are not those that the run began with (fingerprint …, not …): give the checkpoint as it was then, and load it anew if it was trained since
model:parameters()[1].tensor[1] = 0.5
refused(ng.replay, path, model) --> the weights of 'pre_ln' (tests/data/transformers/opt/pre_ln) are not those that the run began with (fingerprint …, not …): give the checkpoint as it was then, and load it anew if it was trained since
model = ng.replay(path, ng.model.load(folder .. "pre_ln"))
refused(ng.replay, path, model) --> the weights of 'pre_ln' (tests/data/transformers/opt/pre_ln) are not those that the run began with (fingerprint …, not …): give the checkpoint as it was then, and load it anew if it was trained since
refused(ng.resume, path, { objective = loss(model, { parameters = { "fc1", "q_proj%.bias" } }) }) --> the weights of 'pre_ln' (tests/data/transformers/opt/pre_ln) are not those that the run began with (fingerprint …, not …): give the checkpoint as it was then, and load it anew if it was trained since
model = ng.model.load(folder .. "pre_ln")
print(model.fingerprint == before) --> true
refused(ng.replay, path, ng.replay(path, model, { step = 0 }), { step = 13 }) --> the run has 12 steps so far, not 13
path = new_path()
ng.minimize(loss(model, { parameters = "lora" }), settings { journal = path })
refused(ng.replay, path, model) --> 'pre_ln' (tests/data/transformers/opt/pre_ln) has other adapters than the run began with: load the model anew

-- another objective than the journal's
path = new_path()
ng.minimize(loss(ng.model.load(folder .. "pre_ln"), { parameters = { "fc1" } }), settings { journal = path })
model = ng.model.load(folder .. "pre_ln")
refused(ng.resume, path, { objective = loss(model) }) --> the objective is not the one of the journal: its dimension is 32640, not 6336
refused(ng.resume, path, { objective = loss(model, { parameters = { "fc1" }, batch = 6 }) }) --> the objective is not the one of the journal: its 'batch' is 6, not 5
refused(ng.resume, path, { objective = loss(model, { parameters = { "fc1" }, objective = "f1" }) }) --> the objective is not the one of the journal: its 'loss' is "f1", not "cross_entropy"
refused(ng.replay, path) --> the start point is too large to be in the journal: give the model of the run, loaded anew
local other = new_path()
ng.minimize(ng.objective.sphere { dim = 2 }, { budget = 10, journal = other })
refused(ng.replay, other, model) --> the run is not one of a language model

-- a result says how the model stands: the best value of a minibatch says little
local text = tostring(ng.minimize(loss(ng.model.load(folder .. "pre_ln")), settings()))
print((text:gsub("\ntime.*", ""))) --> moved        36 tensors of 32640 numbers
                                   --> last value   ..., in the mean over minibatches
                                   --> evaluated    after step 12: accuracy ... loss ...
                                   --> evaluations  24
                                   --> best step    ...
                                   --> stopped      steps
print(text:find "best value") --> nil
