-- Language models and their losses from Lua: what is trained, what a task says of its loss, what is refused.
local ng = require "nilgrad"

local model = ng.model.load "scripts/models/mini-opt"
local function tokens(text) return model:tokenize(text, { prepend = false }) end
local example = { prompt = model:tokenize "a joy . It was", options = { tokens " terrible", tokens " great" }, answer = 2 }

-- Scores are log probabilities: the greater the likelier, one row an example.
local scores = model:score { example, { prompt = example.prompt, options = { tokens " great" } } }
print(scores.shape[1], scores.shape[2])                                 --> 2	2
print(scores[{ 1, 2 }] == scores[{ 2, 1 }], scores[{ 2, 2 }] ~= scores[{ 2, 2 }])  --> true	true
local sums = model:score({ { prompt = example.prompt, options = { tokens " great film" } } }, { sum = true })
local means = model:score { { prompt = example.prompt, options = { tokens " great film" } } }
print(math.abs(sums[{ 1, 1 }] - 2 * means[{ 1, 1 }]) < 1e-9)            --> true

-- A task says what it is trained with; a free answer has one option, of which cross-entropy would say nothing.
local squad = ng.task.squad { train = { { title = "T", context = "It is red.", question = "Which colour?", answers = { "red" } } } }
print(squad.objective)                                                  --> language_model
local free = ng.objective.language { model = model, task = squad, batch = 1 }
local written = ng.minimize(free, { steps = 1, progress = false,
  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 1 }, update = ng.update.sgd { lr = 0 } } })
print(written.value > 0.1)                                              --> true

-- What is trained is chosen by name.
local function dim(parameters, more)
  local options = { model = ng.model.load "scripts/models/mini-opt", examples = { example }, batch = 1, parameters = parameters }
  for name, value in pairs(more or {}) do options[name] = value end
  return ng.objective.language(options).dim
end
print(dim(nil) == model.size, dim { "layers%.0%.fc" }, dim { "layernorm", "layer_norm" } > 0)  --> true	525568	true
print(dim("lora", { rank = 2 }), dim "prefix", dim("prompt", { tokens = 3 }))   --> 8192	10240	768

local function message(options)
  options.model = model
  print(select(2, pcall(ng.objective.language, options)))
end
message { examples = { example }, parameters = { "nothing" } }          --> ...: option 'parameters' leaves nothing to train: ...
message { examples = {} }                                               --> ...: ng.objective.language needs at least one example to train on
message {}                                                              --> ...: ng.objective.language needs either task = a task of ng.task or examples = a list
message { examples = { { prompt = { 2, 4096 }, options = { { 5 } } } } }  --> ...: the prompt of example 1[2] must be the id of a token, an integer from 0 to 4095, got 4096
message { examples = { { prompt = { 2 }, options = { { 5 } }, answer = 2 } } }  --> ...: the answer of example 1 is 2, not the place of one of its 1 options
message { examples = { example }, paramters = "all" }                   --> ...: unknown option 'paramters' ...
message { examples = { example }, parameters = "some" }                 --> ...: option 'parameters' must be 'all', 'lora', ...
