# A disk that fills up while a journal is written ends the run with what could not be written; the journal holds every step before
# that, and the run goes on from it as if nothing had happened.
. tests/program/expect.bash

cat >"$scratch/tune.lua" <<'LUA'
local ng = require "nilgrad"
local model, examples = ng.model.load "tests/data/transformers/opt/pre_ln", {}
for i = 1, 24 do examples[i] = { prompt = { 2, 5 + i, 30 - i }, options = { { 7 }, { 9 } }, answer = 1 + i % 2 } end
local loss = ng.objective.language { model = model, examples = examples, batch = 4 }
if io.open(arg[1]) then
  ng.resume(arg[1], { objective = loss })
else
  ng.minimize(loss, { steps = 400, seed = 1, journal = arg[1], optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-2 } } })
end
print(model.fingerprint)
LUA
run "$NILGRAD" "$scratch/tune.lua" "$scratch/whole.journal"
expect_code 0
whole=$stdout

trap '' XFSZ # so that writing beyond the limit fails, as on a full disk
run bash -c "ulimit -f $(($(stat -c %s "$scratch/whole.journal") / 2048)) && exec '$NILGRAD' '$scratch/tune.lua' '$scratch/cut.journal'"
expect_code 1
expect_stdout ''
expect_stderr_has "$scratch/cut.journal: cannot write to the journal: File too large"
steps=$("$NILGRAD" replay "$scratch/cut.journal" | sed -n 's/^evaluations *\([0-9]*\).*/\1/p')
((steps > 0 && steps < 800)) || mismatch 'evaluations in the journal' 'some' "$steps"

run "$NILGRAD" "$scratch/tune.lua" "$scratch/cut.journal"
expect_code 0
expect_stdout "$whole"
