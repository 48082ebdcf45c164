# kill -9 at random moments over runs of a language model whose weights lie in a working file: the journal is resumed on the
# same file, and values and weights at the end are those of a run in memory. COUNT=200 kills more often.
. tests/program/expect.bash
count=${COUNT:-20}

cat >"$scratch/train.lua" <<'LUA'
local ng = require "nilgrad"
local work, journal, sync = table.unpack(arg)
local folder = "tests/data/transformers/opt/bf16"
local model = work and ng.model.load { path = folder, stream = work, stream_sync = sync == "sync" } or ng.model.load(folder)
local examples = {}
for i = 1, 6 do
  local prompt = {}
  for j = 1, 3 + i % 3 do prompt[j] = 7 * i + 3 * j end
  examples[i] = { prompt = prompt, options = { { 4, 5 }, { 6 } }, answer = i % 2 + 1 }
end
local objective = ng.objective.language { model = model, examples = examples, batch = 3 }
local r
if journal and io.open(journal) then
  r = ng.resume(journal, { objective = objective })
else
  r = ng.minimize(objective, { seed = 1, steps = 120, journal = journal, optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-2 }, update = ng.update.sgd { lr = 1e-3 } } })
end
print(("%a %d %s"):format(r.value, r.steps, r.reason))
for _, p in ipairs(model:parameters()) do print(p.name, ("%a"):format(p.tensor:to("float32"):sum())) end
LUA

expected=$("$NILGRAD" "$scratch/train.lua")
source_before=$(cat tests/data/transformers/opt/bf16/* | sha256sum)
for sync in sync process; do
  kills=0
  while ((kills < count / 2)); do
    rm -f "$scratch/work" "$scratch/journal"
    while :; do
      "$NILGRAD" "$scratch/train.lua" "$scratch/work" "$scratch/journal" $sync >"$scratch/out" 2>"$scratch/err" &
      pid=$!
      sleep "0.$(printf %03d $((RANDOM % 200)))"
      ((kills < count / 2)) && kill -9 $pid 2>/dev/null
      status=0
      wait $pid 2>/dev/null || status=$?
      if ((status == 0)); then break; fi
      ((status == 137)) || { echo "after $kills kills: exit code $status: $(cat "$scratch/err")" >&2; exit 1; }
      kills=$((kills + 1))
    done
    [[ $(cat "$scratch/out") = "$expected" ]] ||
      { echo "after $kills kills: another end: $(diff <(echo "$expected") "$scratch/out")" >&2; exit 1; }
  done
done
[[ $(cat tests/data/transformers/opt/bf16/* | sha256sum) = "$source_before" ]] || { echo "the source was written to" >&2; exit 1; }
