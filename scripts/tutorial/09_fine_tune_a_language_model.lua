-- 9. Fine-tune a language model by forward passes alone: without gradients, and without the memory that they take.
local ng = require "nilgrad"

-- scripts/models/mini-opt is a real OPT, only small. A Hugging Face folder of a large one is loaded the same way.
local folder = arg[0]:match "^(.*)tutorial/" .. "models/mini-opt"
local model = ng.model.load(folder)
print(model.layers)                              --> 4

-- A task says how an example is shown and which words answer it. ng.task.sst2 and others read the files of their benchmarks.
local texts = { { text = "a joy from start to end", label = 1 }, { text = "a dull and empty bore", label = 0 },
  { text = "warm , funny and true", label = 1 }, { text = "the worst film of the year", label = 0 } }
local task = ng.task.classification { template = "{text} It was", labels = { " terrible", " great" }, train = texts, test = texts, seed = 1 }
print(task:prompt(texts[1]))                     --> a joy from start to end It was

-- The loss on minibatches is an objective; the model's weights are its point, which a run moves in place.
local loss = ng.objective.language { model = model, task = task, batch = 4 }
local journal = os.tmpname()
os.remove(journal)
local result = ng.minimize(loss, {
  optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { perturbation = ng.perturbation.gaussian(), h = 1e-3 },
    update = ng.update.sgd { lr = 1e-4 },
  },
  steps = 20, journal = journal, seed = 1, progress = false,
})
print(result.steps, result.evaluations)          --> 20	40

-- How good is it? Accuracy with its interval; four examples say little.
local report = task:evaluate(model, "test")
print(report.count, report.low <= report.accuracy and report.accuracy <= report.high)   --> 4	true

-- The journal is the tuned model: a few numbers a step. Replaying it on the untuned weights gives the same weights, to the bit.
local again = ng.replay(journal, ng.model.load(folder))
print(again.fingerprint == model.fingerprint)    --> true
os.remove(journal)

-- model:save "tuned/" writes a folder that Hugging Face loads; docs/finetuning.md has the real thing. Next: 10_share_a_library.lua
