# kill -9 of random workers of a study, in an SQLite file and in PostgreSQL, whose server is killed too: the study ends with exactly
# the trials asked for, each under its own number, complete, and with the value that its worker had been told was kept.
# COUNT=200 kills more workers, and the server 5 times instead of 2.
. tests/program/expect.bash
. tests/program/postgresql.bash
count=${COUNT:-20} at_once=4
total=$((count * 12)) servers=$((count < 100 ? 2 : 5))

cat >"$scratch/worker.lua" <<'LUA'
local ng = require "nilgrad"
local sleep = require "nilgrad.native.study".sleep
local storage, log, total = arg[1], assert(io.open(arg[2], "a")), math.tointeger(tonumber(arg[3]))
log:setvbuf "no" -- every line by itself, and whole
local last
ng.study { name = "killed", storage = storage, sampler = ng.sampler.random(), seed = 3, lease = 5, retries = 1000 }:optimize(function(trial)
  local x, y = trial:float("x", -1, 1), trial:int("y", 1, 9)
  sleep(.02)
  last = x * x + y
  log:write(("evaluated %d %a\n"):format(trial.number, last))
  return last
end, { trials = total, progress = false, callback = function(_, trial)
  if trial.counted then log:write(("kept %d %a %s\n"):format(trial.number, last, trial.state)) end
end })
LUA

cat >"$scratch/check.lua" <<'LUA'
local ng = require "nilgrad"
local study = ng.study { name = "killed", storage = arg[1] }
local total, evaluated, kept = math.tointeger(tonumber(arg[3])), {}, {}
for line in io.lines(arg[2]) do
  local what, number, value, state = line:match "^(%a+) (%d+) (%S+) ?(%a*)$"
  assert(what, line)
  number = math.tointeger(tonumber(number))
  if what == "evaluated" then
    evaluated[number .. " " .. value] = true
  else
    assert(state == "complete", line)
    assert(not kept[number], "kept twice: " .. line)
    kept[number] = value
  end
end
assert(#study.trials == total, #study.trials .. " trials")
for k, trial in ipairs(study.trials) do
  local value = trial.value and ("%a"):format(trial.value)
  local what = ("trial %d (%s, %s)"):format(trial.number, trial.state, value)
  assert(trial.number == k - 1 and trial.state == "complete", what)
  assert(trial.value == trial.params.x ^ 2 + trial.params.y, what .. " has other parameters")
  assert(evaluated[trial.number .. " " .. value], what .. " was never evaluated so")
  assert(not kept[trial.number] or kept[trial.number] == value, what .. " was kept as something else")
end
local lost = 0
for _, trial in ipairs(study.trials) do lost = lost + trial.attempt end
print("requeued", lost)
LUA

start() { "$NILGRAD" "$scratch/worker.lua" "$storage" "$log" "$total" 2>>"$scratch/errors" & pids[$1]=$!; }

# run_killed NAME SERVERS: kills $count workers, and the server as often as SERVERS says.
run_killed() {
  local k kills=0 server_kills=0 pids=() started=$SECONDS
  log=$scratch/$1.log
  : >"$log"
  : >"$scratch/errors"
  for ((k = 0; k < at_once; ++k)); do start $k; done
  while ((kills < count)); do
    sleep "0.0$((RANDOM % 5 + 1))"
    k=$((RANDOM % at_once))
    kill -9 "${pids[$k]}" 2>/dev/null && kills=$((kills + 1))
    wait "${pids[$k]}" 2>/dev/null
    (($? == 137)) || { echo "$1: a worker ended before it was killed: $(cat "$scratch/errors")" >&2; exit 1; }
    start $k
    if ((server_kills * count < kills * $2)); then
      postgresql_kill
      postgresql_start || exit 1
      server_kills=$((server_kills + 1))
    fi
  done
  for k in "${!pids[@]}"; do
    wait "${pids[$k]}" || { echo "$1: a worker failed: $(cat "$scratch/errors")" >&2; exit 1; }
  done
  run "$NILGRAD" "$scratch/check.lua" "$storage" "$log" "$total"
  expect_code 0
  echo "$1: $kills workers and $server_kills servers killed, $total trials in $((SECONDS - started)) s, $stdout"
}

storage=$scratch/study.db
run_killed sqlite 0
[[ $(sqlite3 "$storage" 'PRAGMA integrity_check' 2>/dev/null || echo ok) = ok ]] || { echo 'the file is damaged' >&2; exit 1; }
postgresql_start || exit 0
storage=$postgresql_url
run_killed postgresql $servers
