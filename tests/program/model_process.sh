# Programs as classifiers: the worker of scripts/process/, what goes wrong, and that nothing is left behind.
. tests/program/expect.bash

cat >"$scratch/right.lua" <<'LUA'
local ng = require "nilgrad"
local linear = ng.model.load "tests/data/onnx/linear.onnx"
local images = ng.random(1):uniform({ 50, 2 }, "float32")
for _, workers in ipairs { 1, 3 } do
  local model = ng.model.process { command = { "python3", arg[1] }, input_shape = { 2 }, classes = 3, workers = workers, batch = 7 }
  print(model:predict(images):sub(linear:predict(images)):abs():max(), model.queries, model.retries, model.restarts, model.last_error)
end
local model = ng.model.process { command = { "python3", arg[1] }, input_shape = { 2 }, classes = 3, name = "twin" }
print(model, model.scores, model.classes, model.input_shape[1], model.name, model.labels)
print(table.concat(model:classify { { 1, 0 }, { 0, 1 }, { 0, 0 } }, " "), model:predict { 0.1, 0.7 })
local labels = ng.model.process { command = { "python3", arg[1], "labels" }, input_shape = { 2 }, classes = 3, scores = "labels" }
print(labels:predict { { 1, 0 }, { 0, 1 } }, table.concat(labels:classify { { 1, 0 }, { 0, 1 }, { 0, 0 } }, " "))
model:close()
print(model, select(2, pcall(model.predict, labels.name)))
print(select(2, pcall(function() return model:predict { 1, 0 } end)))
LUA
cat >"$scratch/linear.py" <<'PY'
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    assert request["shape"] == [2]
    rows = [[x, 2 * y, 0.5] for x, y in request["images"]]
    if sys.argv[1:]:
        answer = {"labels": [row.index(max(row)) for row in rows]}
    else:
        answer = {"scores": rows}
    print(json.dumps({"id": request["id"]} | answer), flush=True)
PY
run "$NILGRAD" "$scratch/right.lua" "$scratch/linear.py"
expect_stderr ''
expect_code 0
expect_stdout "0.0	50	0	0	nil
0.0	50	0	0	nil
process classifier twin: [2] to 3 classes	logits	3	2	twin	nil
0 1 2	tensor [1, 3] float32
{ { 0.1, 1.4, 0.5 } }
tensor [2, 3] float32
{ { 1, 0, 0 },
  { 0, 1, 0 } }	0 1 2
classifier (closed)	$scratch/right.lua:14: this is of a classifier, not of string: write model:predict(images), with a colon
$scratch/right.lua:15: the classifier is closed"

# A worker that dies is replaced, and the images that it had are tried again and counted once.
cat >"$scratch/mortal.py" <<'PY'
import json, sys
for count, line in enumerate(sys.stdin):
    if count == 2:
        sys.exit("worn out")
    request = json.loads(line)
    print(json.dumps({"id": request["id"], "scores": [[0, 1]] * len(request["images"])}), flush=True)
PY
run "$NILGRAD" -e "
  local ng = require 'nilgrad'
  local m = ng.model.process { command = { 'python3', '$scratch/mortal.py' }, input_shape = { 2 }, classes = 2, batch = 1 }
  print(m:predict { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 } }:sum(), m.queries, m.retries, m.restarts, m.last_error)"
expect_code 0
expect_stdout "5.0	5	2	2	exited with code 1
  worn out"
expect_stderr_has "a worker of 'python3 $scratch/mortal.py' exited with code 1"

# What is no answer is an error, and nothing is counted.
cat >"$scratch/faults.lua" <<'LUA'
local ng = require "nilgrad"
local function refused(answer, options)
  local made = { command = ([[while read -r line; do id=${line#*:}; id=${id%%%%,*}; echo '%s' | sed s/ID/$id/; done]]):format(answer),
    input_shape = { 2 }, classes = 3, name = "m", retries = 0, timeout = 0.2, startup = 0.3 }
  for key, value in pairs(options or {}) do made[key] = value end
  local m
  local _, message = pcall(function()
    m = ng.model.process(made)
    return m:predict { { 0, 1 }, { 1, 0 } }
  end)
  print((tostring(message):gsub("^.-:%d+: ", "", 1)))
  assert(not m or m.queries == 0)
end
refused "hello"
refused '{"id":ID}'
refused '{"id":99,"scores":[[1,2,3],[1,2,3]]}'
refused '{"id":ID,"scores":[[1,2,3]]}'
refused '{"id":ID,"scores":[[1,2,3],[1,2]]}'
refused '{"id":ID,"scores":[[1,2,3],[1,2,null]]}'
refused '{"id":ID,"scores":[[1,2,3],[1,2,NaN]]}'
refused '{"id":ID,"scores":[[1,2,3],[1,2,1e300]]}'
refused('{"id":ID,"scores":[[0.5,0.5,0],[1,2,3]]}', { scores = "probabilities" })
refused('{"id":ID,"labels":[0,3]}', { scores = "labels" })
refused '{"id":ID,"error":"out of memory"}'
refused("", { command = "echo bad weights >&2; exit 3", retries = 1 })
refused("", { command = { "sleep", "100" } })
refused("", { command = { "no_such_program" } })
refused("", { input_shape = { 2.5 } })
LUA
run "$NILGRAD" "$scratch/faults.lua"
expect_code 0
answered='m gave no scores for 2 images, tried once: a worker answered'
expect_stdout "$answered with what is no JSON: 'hello'
$answered without a list \"scores\": '{\"id\":1}'
$answered with id 99 to request 1: '{\"id\":99,\"scores\":[[1,2,3],[1,2,3]]}'
$answered 2 images with 1 rows of scores
$answered with 2 scores for an image; there are 3 classes: '[1,2]'
$answered with a score of class 2 that is no number: 'null'
$answered with numbers that are not finite: '{\"id\":1,\"scores\":[[1,2,3],[1,2,NaN]]}'
$answered with a score of class 2 that is not finite: '1e+300'
$answered with 2 for class 1, which is no probability (say scores = 'logits')
$answered with '3', which is none of the classes 0 to 2
m answered with an error to 2 images: out of memory
m gave no scores for 2 images, tried 2 times: a worker exited with code 3
  bad weights
m gave no scores for 2 images, tried once: a worker gave no answer within 0.5 s
the command 'no_such_program' cannot be started: No such file or directory (not found; is it on the PATH?)
option 'input_shape' of ng.model.process must be whole numbers ≥ 1, such as { 3, 224, 224 }, not { 2.5 }"

# Ctrl-C ends it at once, and the worker with it.
interrupt() {
  "$NILGRAD" -e "ng = require 'nilgrad'
    ng.model.process { command = 'echo \$\$ >$scratch/pid; sleep 1000', input_shape = { 2 }, classes = 2 }:predict { 0, 1 }" &
  local pid=$!
  until [[ -s $scratch/pid ]]; do
    kill -0 $pid || return
    sleep 0.02
  done
  kill -INT $pid
  wait $pid
}
run interrupt
expect_code 130
! kill -0 "$(<"$scratch/pid")" 2>/dev/null || mismatch worker gone 'still running'

# An attack through it is the attack on the model that it serves.
run "$NILGRAD" -e "
  local ng = require 'nilgrad'
  local data = { { image = { 0.9, 0.2 }, label = 0 }, { image = { 0.1, 0.6 }, label = 1 } }
  local served = ng.model.process { command = { 'python3', '$scratch/linear.py' }, input_shape = { 2 }, classes = 3, workers = 2 }
  for _, model in ipairs { ng.model.load 'tests/data/onnx/linear.onnx', served } do
    local report = ng.attack.run { model = model, data = data, method = ng.attack.gradient(), eps = 0.5, budget = 50, seed = 1, progress = false }
    print(report.success, report.mean_queries)
  end"
expect_code 0
[[ ${stdout%%$'\n'*} = "${stdout##*$'\n'}" ]] || mismatch stdout 'the same line twice' "$stdout"
