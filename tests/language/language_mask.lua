-- Masks of weights: which move, what they refuse, and how a run with one is replayed.
local ng = require "nilgrad"
local function refused(f, ...) print((select(2, pcall(f, ...)):gsub("^.-:%d+: ", ""))) end
local function load() return ng.model.load "scripts/models/mini-opt" end
local function loss(model, options)
  local good, bad = model:tokenize(" great", { prepend = false }), model:tokenize(" bad", { prepend = false })
  options.model, options.batch = model, 1
  options.examples = { { prompt = model:tokenize "a joy . It was", options = { bad, good }, answer = 2 } }
  return ng.objective.language(options)
end
local function difference(a, b)
  local moved, all = 0, 0
  local of_b = b:parameters()
  for i, p in ipairs(a:parameters()) do
    local d = (p.tensor:to "float32" - of_b[i].tensor:to "float32"):abs()
    for _, row in ipairs { d } do moved, all = moved + row:norm(0), all + #p.tensor end
  end
  return moved
end

refused(loss, load(), { mask = "smal" })
--> option 'mask' of ng.objective.language must be 'small' or 'sensitive', got 'smal'; did you mean 'small'?
refused(loss, load(), { share = 0.1 })             --> option 'share' is of a mask: give mask = 'small' or 'sensitive'
refused(loss, load(), { mask = "small", parameters = "lora" })
--> option 'mask' goes with weights of the model, not with what is trained beside them

local journal = os.tmpname()
os.remove(journal)
local model = load()
ng.minimize(loss(model, { mask = "small", share = 0.1 }), { steps = 3, seed = 1, journal = journal,
  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { h = 1e-3 },
    update = ng.update.sgd { lr = 1e-2 } } })
local moved = difference(model, load())
print(moved > 0, moved <= 0.1001 * model.size)     --> true	true
local again = load()
ng.replay(journal, again)
print(difference(model, again))                    --> 0.0
os.remove(journal)

-- What writes every weight is refused: a projection, searches over coordinates.
local masked = loss(load(), { mask = "small" })
local zo = { estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-2 } }
zo.constraint = ng.constraint.l2 { radius = 1, centre = "start" }
refused(ng.minimize, masked, { steps = 1, optimizer = ng.optimizer.zeroth_order(zo) })
--> a constraint writes every weight, also those that a mask keeps; leave out the mask, or move weights along directions (ng.optimizer.zeroth_order without constraint)
refused(ng.minimize, masked, { steps = 1, optimizer = ng.optimizer.cobyla() })
--> ng.optimizer.cobyla writes every weight, also those that a mask keeps...

-- Weights in a working file have no mask, nor have adapters beside them, and searches over coordinates leave them alone.
local work = os.tmpname()
os.remove(work)
local streamed = ng.model.load { path = "tests/data/transformers/opt/pre_ln", stream = work }
local function small_loss(options)
  options.model, options.batch = streamed, 1
  options.examples = { { prompt = { 2, 5 }, options = { { 1 }, { 3 } }, answer = 2 } }
  return ng.objective.language(options)
end
for _, mask in ipairs { "small", "sensitive" } do refused(small_loss, { mask = mask }) end
--> option 'mask' goes with weights in memory: those of 'pre_ln' are in a working file, which may have moved since the mask was chosen
--> option 'mask' goes with weights in memory: those of 'pre_ln' are in a working file, which may have moved since the mask was chosen
for _, what in ipairs { "lora", "prefix", "prompt" } do refused(small_loss, { mask = "small", parameters = what }) end
--> option 'mask' goes with weights of the model, not with what is trained beside them
--> option 'mask' goes with weights of the model, not with what is trained beside them
--> option 'mask' goes with weights of the model, not with what is trained beside them
local before = streamed.fingerprint
for _, name in ipairs { "cobyla", "nelder_mead", "cmaes" } do
  refused(ng.minimize, small_loss {}, { steps = 1, optimizer = ng.optimizer[name]() })
end
--> ng.optimizer.cobyla writes every weight, which those in a working file are not made for: they are moved along directions (ng.optimizer.zeroth_order without constraint); or load the model without stream
--> ng.optimizer.nelder_mead writes every weight...
--> ng.optimizer.cmaes writes every weight...
refused(ng.minimize, small_loss {}, { steps = 1, optimizer = ng.optimizer.zeroth_order(zo) })
--> a constraint writes every weight, which those in a working file...
print(streamed.fingerprint == before)              --> true
os.remove(work)
