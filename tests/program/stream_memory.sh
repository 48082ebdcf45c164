# A model of 550 MB in a working file is trained under a memory limit of 256 MB, in a control group of this test's own: losses
# are those of a run without the limit. Passed over where no such group can be made.
. tests/program/expect.bash

if sanitized; then
  echo "SKIPPED: a sanitizer's memory would be measured" >&2
  exit 0
fi

groups=/sys/fs/cgroup name=nilgrad_test_$$ group=
if [[ -e $groups/cgroup.controllers ]] && grep -qw memory "$groups/cgroup.subtree_control" 2>/dev/null; then
  mkdir "$groups/$name" 2>/dev/null && group=$groups/$name limit=memory.max
elif [[ -d $groups/memory ]]; then
  mkdir "$groups/memory/$name" 2>/dev/null && group=$groups/memory/$name limit=memory.limit_in_bytes
fi
leave() { [[ -z $group ]] || rmdir "$group" 2>/dev/null || true; rm -rf "$scratch"; }
trap leave EXIT
if [[ -z $group ]] || ! echo $((256 << 20)) >"$group/$limit" 2>/dev/null; then
  echo "SKIPPED: no control group with a memory limit can be made here (cgroup v2 memory.max, or v1)" >&2
  exit 0
fi

cat >"$scratch/train.lua" <<'LUA'
local ng = require "nilgrad"
local model = ng.model.random { like = "opt-125m", seed = 1, stream = arg[1] }
local objective = ng.objective.language { model = model, batch = 1,
  examples = { { prompt = { 2, 100, 101, 47, 4 }, options = { { 9, 8 } }, answer = 1 } }, objective = "language_model" }
local r = ng.minimize(objective, { seed = 1, steps = 3, optimizer = ng.optimizer.zeroth_order {
  estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-4 } } })
print(("%a"):format(r.value))
LUA
train() { "$NILGRAD" "$scratch/train.lua" "$scratch/$1"; }
free=$(train free)
limited=$(echo $BASHPID >"$group/cgroup.procs"; exec "$NILGRAD" "$scratch/train.lua" "$scratch/limited") ||
  { echo "the run under the limit failed" >&2; exit 1; }
[[ $free = "$limited" ]] || { echo "without the limit $free, with it $limited" >&2; exit 1; }
cmp <(tail -c 300000000 "$scratch/free") <(tail -c 300000000 "$scratch/limited")
