# The losses of a fine-tuning run, its figures and the weights it ends with have the same bits on 1, 2 and 8 threads, in
# float32 and with adapters as well as in 16 bits.
. tests/program/expect.bash

cat >"$scratch/tune.lua" <<'LUA'
local ng = require "nilgrad"
local random = ng.random(5)
local function ids(count)
  local list = { 2 }
  for i = 2, count do list[i] = random:integer(4, 90) end
  return list
end
local function tune(folder, parameters, optimizer)
  local model, examples = ng.model.load(folder), {}
  for i = 1, 48 do examples[i] = { prompt = ids(3 + i % 40), options = { ids(1 + i % 3), { 9 } }, answer = 1 + i % 2 } end
  local loss = ng.objective.language { model = model, examples = examples, batch = 12, parameters = parameters }
  local r = ng.minimize(loss, { steps = 6, evaluate_every = 3, seed = 2, optimizer = optimizer })
  local bits = { folder:match "[^/]*$", parameters or "all", model.fingerprint }
  for _, improvement in ipairs(r.history) do bits[#bits + 1] = ("%a"):format(improvement.value) end
  for _, figures in ipairs(r.evaluated) do bits[#bits + 1] = ("%a %a"):format(figures.loss, figures.accuracy) end
  print(table.concat(bits, " "))
end
local function optimizer(lr, queries, perturbation)
  return ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-2, queries = queries, perturbation = perturbation }, update = ng.update.sgd { lr = lr } }
end
tune("scripts/models/mini-opt", nil, optimizer(1e-4, 3))
tune("tests/data/transformers/opt/pre_ln", nil, optimizer(1e-2, 1, ng.perturbation.sphere()))
tune("tests/data/transformers/opt/post_ln_350m", "prefix", optimizer(1e-2, 5))
tune("tests/data/transformers/llama/llama_gqa", "lora", optimizer(1e-2, 2, ng.perturbation.rademacher()))
LUA

NILGRAD_THREADS=1 run "$NILGRAD" "$scratch/tune.lua"
expect_code 0
expect_stderr ''
[[ $(wc -l <<<"$stdout") = 4 ]] || mismatch 'runs' 4 "$stdout"
expected=$stdout
for threads in 2 8; do
  run env NILGRAD_THREADS=$threads "$NILGRAD" "$scratch/tune.lua"
  expect_code 0
  expect_stdout "$expected"
done
