# Programs as objectives: the two workers of scripts/process/, what goes wrong, and that nothing is left behind.
. tests/program/expect.bash

run "$NILGRAD" -e '
  local ng = require "nilgrad"
  local f = ng.objective.process { command = { "python3", "scripts/process/rosenbrock.py" }, dim = 2, workers = 3, lower = -2, upper = 2 }
  print(f.dim, f.name, f.lower, f { 0, 0 }, f { 1, 1 }, f { -1.2, 1 })
  local native, options = ng.objective.rosenbrock { dim = 2 }, { x0 = 0, lower = -2, upper = 2, budget = 300, seed = 1,
    optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 4 }, update = ng.update.adam { lr = 0.05 } } }
  local ours, theirs = ng.minimize(f, options), ng.minimize(native, options)
  print(ours.evaluations, ours.failures, ours.value < 0.5, math.abs(ours.value - theirs.value) < 1e-9)
  local s = ng.objective.process { command = { "sh", "scripts/process/sphere.sh" }, dim = 3 }
  print(s { 1, 2, 3 }, s { 0.1, -1e10, 1e-200 }, f.restarts, f.retries, f.last_error, native.restarts)'
expect_code 0
expect_stdout $'2\tpython3 scripts/process/rosenbrock.py\t-2.0\t1.0\t0.0\t24.2
296\t0\ttrue\ttrue
14.0\t1e+20\t0\t0\tnil\tnil'
expect_stderr ''

# A batch is answered in one line; the run is the same for any number of workers.
cat >"$scratch/batch.py" <<'PY'
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps({"id": request["id"], "values": [sum(t * t for t in x) for x in request["points"]]}), flush=True)
PY
cat >"$scratch/batch.lua" <<'LUA'
local ng = require "nilgrad"
for _, workers in ipairs { 1, 4 } do
  local f = ng.objective.process { command = { "python3", arg[1] }, dim = 5, workers = workers, batch = 3 }
  local r = ng.minimize(f, { x0 = 1, steps = 20, seed = 1, progress = false,
    optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 4 }, update = ng.update.sgd { lr = 0.1 } } })
  print(("%a"):format(r.value), r.evaluations)
end
LUA
run "$NILGRAD" "$scratch/batch.lua" "$scratch/batch.py"
expect_code 0
[[ ${stdout%%$'\n'*} = "${stdout##*$'\n'}" ]] || mismatch stdout 'the same line twice' "$stdout"

# A worker that fails now and then is told of once, and the run goes on with what is right.
run "$NILGRAD" -e '
  local ng = require "nilgrad"
  local f = ng.objective.process { dim = 1, name = "fragile", retries = 3,
    command = [[while read -r line; do id=${line#*:} id=${id%%,*}; [ $((id % 3)) != 0 ] || { echo worn out >&2; exit 9; }
      echo "{\"id\":$id,\"value\":2.5}"; done]] }
  for _ = 1, 5 do assert(f { 1 } == 2.5) end
  print(f.retries > 0, f.restarts > 0, f.last_error)'
expect_code 0
expect_stdout $'true\ttrue\texited with code 9\n  worn out'
expect_stderr_has "nilgrad: warning: a worker of 'fragile' exited with code 9"
[[ $(grep -c 'code 9' <<<"$stderr") = 1 ]] || mismatch stderr 'one warning' "$stderr"

# Errors name the command, the option, the value.
run "$NILGRAD" -e 'ng.objective.process { command = { "no_such_program" }, dim = 1 } { 1 }' -e ''
expect_code 1
cat >"$scratch/errors.lua" <<'LUA'
local ng = require "nilgrad"
local function refused(options)
  local _, message = pcall(function() return ng.objective.process(options) { 1 } end)
  print((message:gsub("^.-:%d+: ", "", 1)))
end
refused { command = { "no_such_program", "x" }, dim = 1 }
refused { command = "exit 3", dim = 1 }
refused { command = {}, dim = 1 }
refused { command = { "cat", 1 }, dim = 1 }
refused { command = 7, dim = 1 }
refused { dim = 1 }
refused { command = "cat" }
refused { command = "cat", dim = 1, worker = 2 }
refused { command = "cat", dim = 1, workers = 0 }
refused { command = "cat", dim = 1, timeout = 0 }
refused { command = "cat", dim = 2 }
LUA
run "$NILGRAD" "$scratch/errors.lua"
expect_code 0
expect_stdout "the command 'no_such_program' cannot be started: No such file or directory (not found; is it on the PATH?)
no worker of 'exit 3' has answered: one exited with code 3
option 'command' of ng.objective.process must be a string or a list of strings, the first not empty, got a table (no list)
option 'command' of ng.objective.process must be a string or a list of strings, the first not empty, got a table (element 2 is a number)
option 'command' of ng.objective.process must be a string or a list of strings, the first not empty, got 7
option 'command' of ng.objective.process is missing: a string or a list of strings, the first not empty
option 'dim' of ng.objective.process is missing: an integer from 1 to 1000000000
unknown option 'worker' of ng.objective.process; did you mean 'workers'?
option 'workers' of ng.objective.process must be an integer from 1 to 1024, got 0
option 'timeout' of ng.objective.process must be a number > 0 and ≤ 1000000000, got 0
cat takes a point of dimension 2, not 1"

# Nothing is left behind: not by Ctrl-C in an evaluation, not by os.exit, not by an error, not by a closed objective.
cat >"$scratch/hang.sh" <<'SH'
echo $$ >>"$1"
read -r line
id=${line#*:}
[ "$2" = hang ] || echo "{\"id\":${id%%,*},\"value\":1}"
sleep 1000
SH
all_gone() {
  local pid
  for pid in $(<"$1"); do ! kill -0 "$pid" 2>/dev/null || mismatch 'worker' 'gone' "still running: $pid"; done
  rm "$1"
}
hanging="ng.objective.process { command = { 'sh', '$scratch/hang.sh', '$scratch/pids', HOW }, dim = 1, workers = 4 }"
interrupt() {
  "$NILGRAD" -e "local ng = require 'nilgrad' ng.minimize(${hanging/HOW/"'hang'"}, { x0 = 1, steps = 1,
    optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 4 }, update = ng.update.sgd { lr = 1 } } })" &
  local pid=$!
  until [[ -e $scratch/pids && $(wc -l <"$scratch/pids") = 4 ]]; do
    kill -0 $pid || return
    sleep 0.02
  done
  kill -INT $pid
  wait $pid
}
run interrupt
expect_code 130
expect_stderr_has 'interrupted! after 0 evaluations'
all_gone "$scratch/pids"
for ending in 'os.exit(3)' 'os.exit(3, true)' 'error "stop"' 'f = nil collectgarbage()' 'do local g <close> = f end'; do
  run "$NILGRAD" -e "local ng = require 'nilgrad' f = ${hanging/HOW/"'answer'"} f { 1 } $ending"
  all_gone "$scratch/pids"
done
