# kill -9 at random moments over journaled runs of a Lua function, of a native objective, of a process and of ask and tell: the
# journal never shrinks, and the end is that of a run that was let alone, with its figures along the way. That no finished evaluation
# is made again is counted from outside for all but the native objective, whose evaluations leave no trace here:
# tests/optimizer/kill_test.cpp counts those of one that is made to. COUNT=200 kills more often, there too.
. tests/program/expect.bash
count=${COUNT:-20}

cat >"$scratch/lab.lua" <<'LUA'
local ng = require "nilgrad"
local kind, journal, log = table.unpack(arg)
local seen = log and io.open(log, "a")
if seen then seen:setvbuf "no" end

local function quartic(x)
  local value = (x[1] - 1) ^ 2 + 3 * (x[2] - x[1] ^ 2) ^ 2 + x[3] ^ 4
  if seen then seen:write "." end -- it is finished
  return value
end
local parts = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 3 }, update = ng.update.adam { lr = 0.01 } }
local options = { dim = 3, budget = 24000, seed = 5, optimizer = parts, journal = journal }
local resumed = journal and io.open(journal)

local function drive(run)
  while not run:done() do
    local values = {}
    for i, x in ipairs(run:ask()) do values[i] = (x[1] - 1) ^ 2 + 3 * (x[2] - x[1] ^ 2) ^ 2 + x[3] ^ 4 end
    run:tell(values)
    if seen then seen:write(("."):rep(#values)) end
  end
  return run:result()
end
local function native() return ng.objective.rosenbrock { dim = 400 } end
local function process()
  return ng.objective.process { command = { "python3", "-S", arg[0]:gsub("lab.lua", "worker.py"), log }, dim = 3, name = "worker" }
end

local r
if kind == "lua" then
  r = resumed and ng.resume(journal, { objective = quartic }) or ng.minimize(quartic, options)
elseif kind == "native" then
  r = resumed and ng.resume(journal, { objective = native() })
    or ng.minimize(native(), { budget = 200000, seed = 5, optimizer = parts, journal = journal, evaluate_every = 7 })
elseif kind == "process" then
  options.budget = 3000
  r = resumed and ng.resume(journal, { objective = process() }) or ng.minimize(process(), options)
else
  r = drive(resumed and ng.resume(journal) or ng.start(options))
end
local bits = { ("%a %d %d %d %s"):format(r.value, r.evaluations, r.steps, #r.history, r.reason) }
for i = 1, #r.x do bits[#bits + 1] = ("%a %a"):format(r.x[i], r.last[i]) end
for _, e in ipairs(r.evaluated) do bits[#bits + 1] = ("%d %a %d"):format(e.step, e.value, r.best_step) end
print(table.concat(bits, "\n"))
LUA

cat >"$scratch/worker.py" <<'PY'
import json, sys
seen = open(sys.argv[1], "ab", buffering=0) if len(sys.argv) > 1 else None
for line in sys.stdin:
    request = json.loads(line)
    x = request["x"]
    value = (x[0] - 1) ** 2 + 3 * (x[1] - x[0] ** 2) ** 2 + x[2] ** 4
    if seen:
        seen.write(b".")
    print(json.dumps({"id": request["id"], "value": value}), flush=True)
PY

evaluations_in() { "$NILGRAD" replay "$1" | sed -n 's/^evaluations *\([0-9]*\).*/\1/p'; }
wrong() { echo "$kind, after $kills kills: $*" >&2; exit 1; }

for kind in lua native process tell; do
  expected=$("$NILGRAD" "$scratch/lab.lua" $kind) || wrong 'the run let alone failed'
  kills=0
  while ((kills < count)); do
    journal=$scratch/$kind.journal log=$scratch/$kind.log before=0 of_this_run=0
    rm -f "$journal" "$log"
    while :; do
      "$NILGRAD" "$scratch/lab.lua" $kind "$journal" "$log" >"$scratch/out" 2>"$scratch/err" &
      pid=$!
      sleep "0.$(printf %03d $((RANDOM % 150)))"
      ((kills < count)) && kill -9 $pid 2>/dev/null
      status=0
      wait $pid 2>/dev/null || status=$?
      if ((status == 0)); then break; fi
      ((status == 137)) || wrong "exit code $status: $(cat "$scratch/err")"
      kills=$((kills + 1)) of_this_run=$((of_this_run + 1))
      if [[ -e $journal ]]; then
        now=$(evaluations_in "$journal")
        [[ $now ]] && ((now >= before)) || wrong "'$now' evaluations are in the journal, $before were"
        before=$now
      fi
    done
    total=$(evaluations_in "$journal")
    [[ $(cat "$scratch/out") = "$expected" ]] || wrong "another end: $(diff <(echo "$expected") "$scratch/out")"
    if [[ $kind != native ]]; then
      made=$(stat -c %s "$log") most=$total
      # The one evaluation that a kill finds under way is made again; what is told is in the journal before it is logged.
      [[ $kind = tell ]] || most=$((most + of_this_run))
      ((made <= most)) || wrong "$made evaluations were made, $most at most were to be"
    fi
  done
done
