# kill -9 while a language model is fine-tuned: in a step, in an evaluation of what is held out, while the weights are saved. The
# run gone on with writes the bytes that one let alone writes, and what was saved before a kill is never half a checkpoint.
# COUNT=200 kills more often.
. tests/program/expect.bash
count=${COUNT:-$(sanitized && echo 2 || echo 10)}
export NILGRAD_THREADS=1 # finetune_threads.sh tells of more

cat >"$scratch/tune.lua" <<'LUA'
local ng = require "nilgrad"
local out, journal, log = table.unpack(arg)
local seen = log and io.open(log, "w")
if seen then seen:setvbuf "no" end
local function doing(what) if seen then seen:write(what, "\n") end end

local model, random, examples = ng.model.load "scripts/models/mini-opt", ng.random(3), {}
local function ids(count)
  local list = { 2 }
  for i = 2, count do list[i] = random:integer(10, 900) end
  return list
end
for i = 1, 512 do examples[i] = { prompt = ids(4 + i % 7), options = { { 12 }, { 40, 17 } }, answer = 1 + i % 2 } end
local loss = ng.objective.language { model = model, examples = examples, held_out = { table.unpack(examples, 1, 40) }, batch = 4 }
doing "run"
local r
if journal and io.open(journal) then
  r = ng.resume(journal, { objective = loss })
else
  r = ng.minimize(loss, { steps = 24, evaluate_every = 6, seed = 1, journal = journal, optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-4 } } })
end
print(("%a %d %d %s %d"):format(r.value, r.evaluations, r.steps, r.reason, r.best_step))
for _, figures in ipairs(r.evaluated) do print(("%d %a %a"):format(figures.step, figures.loss, figures.accuracy)) end
doing "save"
for _ = 1, 6 do model:save(out) end
doing "saved"
LUA

wrong() { echo "after $kills kills: $*" >&2; exit 1; }
pause() { sleep "$(awk "BEGIN { print $RANDOM / 32768 * $1 / 1000 }")"; } # up to so many ms
evaluations_in() { "$NILGRAD" replay "$1" | sed -n 's/^evaluations *\([0-9]*\).*/\1/p'; }

kills=0 in_step=0 in_evaluation=0 in_save=0
began=$(date +%s%N)
expected=$("$NILGRAD" "$scratch/tune.lua" "$scratch/alone") || wrong 'the run let alone failed'
whole_ms=$((($(date +%s%N) - began) / 1000000))
[[ $expected == *' 48 24 steps '* ]] || wrong "the run let alone ended with $expected"
cmp -s scripts/models/mini-opt/model.safetensors "$scratch/alone/model.safetensors" && wrong 'nothing was trained'

while ((kills < count)); do
  journal=$scratch/tune.journal out=$scratch/out before=0
  rm -rf "$journal" "$out" "$scratch"/out.*
  while :; do
    "$NILGRAD" "$scratch/tune.lua" "$out" "$journal" "$scratch/log" >"$scratch/stdout" 2>"$scratch/stderr" &
    pid=$!
    if ((RANDOM % 3 == 0)); then # in a save: it is waited for
      until grep -q save "$scratch/log" 2>/dev/null || ! kill -0 $pid 2>/dev/null; do sleep 0.01; done
      pause $((whole_ms / 10))
    else
      pause $whole_ms
    fi
    ((kills < count)) && kill -9 $pid 2>/dev/null
    status=0
    wait $pid 2>/dev/null || status=$?
    if ((status == 0)); then break; fi
    ((status == 137)) || wrong "exit code $status: $(cat "$scratch/stderr")"
    kills=$((kills + 1))
    if [[ -e $out ]]; then # the one before or the new one, whole
      cmp -s "$out/model.safetensors" "$scratch/alone/model.safetensors" || wrong 'what was saved is not what was to be'
      cmp -s "$out/config.json" scripts/models/mini-opt/config.json || wrong 'config.json was not saved with the weights'
    fi
    [[ -e $journal ]] || continue
    now=$(evaluations_in "$journal")
    [[ $now ]] && ((now >= before)) || wrong "'$now' evaluations are in the journal, $before were"
    before=$now
    if [[ $(tail -n 1 "$scratch/log") = save ]]; then
      in_save=$((in_save + 1))
    elif ((now > 0 && now % 12 == 0)) && ! tail -n 1 "$journal" | grep -q '^[0-9a-f]* e '; then
      in_evaluation=$((in_evaluation + 1))
    else
      in_step=$((in_step + 1))
    fi
  done
  [[ $(cat "$scratch/stdout") = "$expected" ]] || wrong "another end: $(diff <(echo "$expected") "$scratch/stdout")"
  cmp "$scratch/alone/model.safetensors" "$out/model.safetensors" || wrong 'other weights'
done
echo "$kills kills: $in_step in a step, $in_evaluation in an evaluation, $in_save in a save"
