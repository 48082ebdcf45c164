# A study by several processes: they run the script again, share the trials, and may die at any time.
. tests/program/expect.bash

cat >"$scratch/study.lua" <<'LUA'
local ng = require "nilgrad"
local storage, workers, trials, way = table.unpack(arg)
print "begin"
local study = ng.study { storage = storage, seed = 5, sampler = ng.sampler.random(), lease = 2, retries = 1,
  timeout = way == "hang" and 0.3 or nil }
study:optimize(function(trial)
  local x = trial:float("x", -5, 5)
  local n = trial:int("n", 1, 1000, { log = true })
  local seen = io.open(storage .. ".seen", "a")
  seen:write(trial.number, "\n")
  seen:close()
  if way == "kill" and trial.number == 2 then os.execute "kill -9 $PPID" end
  if way == "hang" and trial.number == 2 then os.execute "sleep 5" end
  return x * x + n
end, { trials = tonumber(trials), workers = tonumber(workers) })
print "end"
for _, t in ipairs(study.trials) do
  print(t.number, t.state, t.value and ("%a"):format(t.value), t.reason)
end
LUA

# One process or several: the same start-up trials, each once, and the script's own lines once.
run "$NILGRAD" "$scratch/study.lua" "$scratch/one.db" 1 12
expect_code 0
one=$stdout
run "$NILGRAD" "$scratch/study.lua" "$scratch/again.db" 1 12
expect_stdout "$one"
run "$NILGRAD" "$scratch/study.lua" "$scratch/four.db" 4 12
expect_code 0
expect_stdout "$one"
run sort -n "$scratch/four.db.seen"
expect_stdout "$(seq 0 11)"

# The total is the study's: a second call has nothing to do, a larger one the rest.
run "$NILGRAD" "$scratch/study.lua" "$scratch/four.db" 4 12
expect_stdout "$one"
run "$NILGRAD" "$scratch/study.lua" "$scratch/four.db" 2 15
run sort -n "$scratch/four.db.seen"
expect_stdout "$(seq 0 14)"

# Several by hand on one file.
pids=()
for worker in 1 2 3; do
  "$NILGRAD" "$scratch/study.lua" "$scratch/hand.db" 1 40 >/dev/null &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || exit 1; done
run sort -n "$scratch/hand.db.seen"
expect_stdout "$(seq 0 39)"

# A trial that kills its worker is tried again, then it has failed; the others are all there.
run "$NILGRAD" "$scratch/study.lua" "$scratch/kill.db" 2 8 kill
expect_code 0
expect_stderr_has 'was killed by signal 9'
expect_stdout_has '2	failed	nil	'
[[ $(grep -c complete <<<"$stdout") = 7 ]] || { echo "$stdout" >&2; exit 1; }

# A trial in a call that does not come back has failed; its worker is another one from then on.
run "$NILGRAD" "$scratch/study.lua" "$scratch/hang.db" 2 6 hang
expect_code 0
expect_stderr_has 'trial 2 timed out and does not come back'
expect_stdout_has '2	failed	nil	timed out'
[[ $(grep -c complete <<<"$stdout") = 5 ]] || { echo "$stdout" >&2; exit 1; }

# In memory too.
run "$NILGRAD" -e 'local ng = require "nilgrad"
local study = ng.study { sampler = ng.sampler.random(), seed = 1 }
study:optimize(function(trial) return trial:float("x", 0, 1) end, { trials = 9, workers = 3 })
print(#study.trials, study.counts.complete, study.best.number >= 0)'
expect_code 0
expect_stdout $'9\t9\ttrue'

# There must be a script to run again.
run "$NILGRAD" - <<'LUA'
local ng = require "nilgrad"
ng.study { sampler = ng.sampler.random() }:optimize(function() return 1 end, { trials = 3, workers = 2 })
LUA
expect_code 1
expect_stderr_has 'put the study into a file'

# An interrupt gives the trial back and leaves the file in order.
cat >"$scratch/long.lua" <<'LUA'
local ng = require "nilgrad"
local study = ng.study { storage = arg[1], sampler = ng.sampler.random() }
study:optimize(function(trial)
  local x = trial:float("x", 0, 1)
  if trial.number == 3 and arg[2] then io.open(arg[2], "w"):close() while true do end end
  return x
end, { trials = 6, workers = tonumber(arg[3] or 1) })
print(#study.trials, study.counts.complete)
LUA
for workers in 1 2; do
  rm -f "$scratch/there"
  "$NILGRAD" "$scratch/long.lua" "$scratch/long$workers.db" "$scratch/there" $workers 2>"$scratch/interrupted" &
  pid=$!
  while [[ ! -e $scratch/there ]]; do sleep 0.05; done
  kill -INT $pid
  wait $pid
  code=$?
  [[ $code = 130 ]] || { echo "interrupted: exit code $code" >&2; cat "$scratch/interrupted" >&2; exit 1; }
  run "$NILGRAD" "$scratch/long.lua" "$scratch/long$workers.db"
  expect_stdout $'6\t6'
done
