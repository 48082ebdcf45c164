# nilgrad replay: what it shows of a journal, to any step, of runs that are over, that can be gone on with and that were cut; and the
# point replayed has the same bits on every instruction set and for any number of threads.
. tests/program/expect.bash

cat >"$scratch/make.lua" <<'LUA'
local ng = require "nilgrad"
local f = ng.objective.define { name = "bowl", dim = 2, f = function(x) return (x[1] - 1) ^ 2 + x[2] ^ 2 end }
local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 2 }, update = ng.update.sgd { lr = 0.1 } }
print(ng.minimize(f, { optimizer = zo, budget = 40, seed = 3, journal = arg[1] }).last[1])
LUA
journal=$scratch/run.journal
last=$("$NILGRAD" "$scratch/make.lua" "$journal")

run "$NILGRAD" replay "$journal" --out "$scratch/point"
expect_code 0
expect_stdout_has 'objective    bowl of dimension 2'
expect_stdout_has 'optimizer    ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 2 }, update = '
expect_stdout_has 'seed         3, stream 0'
expect_stdout_has 'evaluations  40 of 40'
expect_stdout_has 'steps        10'
expect_stdout_has 'best value   '
expect_stdout_has 'stands at    tensor [2] float64 { '
expect_stdout_has 'stopped      budget'
expect_stdout_has 'time         '
[[ $(wc -l <"$scratch/point") = 2 ]] || mismatch 'lines of the point' 2 "$(cat "$scratch/point")"
[[ $(head -c 6 "$scratch/point") = "${last:0:6}" ]] || mismatch 'the point' "$last" "$(cat "$scratch/point")"

run "$NILGRAD" replay "$journal" --step 4
expect_code 0
expect_stdout_has 'evaluations  16 of 40'
expect_stdout_has 'steps        4'
expect_stdout_has 'stopped      no: this is step 4'
run "$NILGRAD" replay "$journal" --step 11
expect_code 1
expect_stdout ''
expect_stderr "nilgrad: $journal: the run has 10 steps so far, not 11"

{ head -n -2 "$journal" && tail -n 2 "$journal" | head -c 5; } >"$scratch/torn" # within the last value, however long the end is
run "$NILGRAD" replay "$scratch/torn"
expect_code 0
expect_stdout_has 'stopped      no: ng.resume goes on with it, without the '

run "$NILGRAD" replay
expect_code 2
run "$NILGRAD" replay "$journal" --step -1
expect_code 2
run "$NILGRAD" replay "$scratch/absent"
expect_code 1
expect_stderr "nilgrad: $scratch/absent: no such file"
run "$NILGRAD" replay "$scratch/make.lua"
expect_code 1
expect_stderr "nilgrad: $scratch/make.lua: no journal of nilgrad"
run "$NILGRAD" replay "$journal" --out "$scratch/absent/point"
expect_code 1
expect_stderr_has "cannot write $scratch/absent/point"

# Of a run whose start point is not in the journal, what it says without the points; figures and the best step.
cat >"$scratch/large.lua" <<'LUA'
local ng = require "nilgrad"
local zo = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = 1e-6 } }
ng.minimize(ng.objective.sphere { dim = 70000 },
  { x0 = ng.random(4):normal(70000), optimizer = zo, steps = 20, evaluate_every = 5, seed = 1, journal = arg[1] })
LUA
run "$NILGRAD" "$scratch/large.lua" "$scratch/large"
expect_code 0
run "$NILGRAD" replay "$scratch/large"
expect_code 0
expect_stdout_has 'evaluations  40'
expect_stdout_has 'evaluated    4 points; after step 20: value 700'
expect_stdout_has 'best step    20: value 700'
expect_stdout_has 'stopped      steps'
expect_stdout_has 'points       float64 [70000]: not in the journal; ng.replay rebuilds them'
run "$NILGRAD" replay "$scratch/large" --step 3
expect_code 1
expect_stderr_has 'the start point is too large to be in the journal'

# A torn end is said by ng.resume, and the run ends as it would have.
sed 's/^print.*/print(ng.resume(arg[1], { objective = f }).last[1])/' "$scratch/make.lua" >"$scratch/resume.lua"
run "$NILGRAD" "$scratch/resume.lua" "$scratch/torn"
expect_code 0
expect_stdout "$last"
expect_stderr_has 'torn: the last '
[[ $(wc -l <"$scratch/torn") = $(wc -l <"$journal") ]] || mismatch 'lines' "$(wc -l <"$journal")" "$(wc -l <"$scratch/torn")"

cat >"$scratch/many.lua" <<'LUA'
local ng = require "nilgrad"
local folder, make = arg[1], arg[2] == "make"
local optimizers = { one_plus_one = ng.optimizer.one_plus_one(), random_search = ng.optimizer.random_search() }
-- make(name) → an optimizer, of each name that there is
local function add(room, names, make)
  for name in names:gmatch "%S+" do
    if ng[room][name] then optimizers[name .. "_" .. room] = make(name) end
  end
end
add("estimator", "two_point one_point coordinate coordinate_block residual es orthogonal guided_es dap svrg sign hessian_aware", function(name)
  return ng.optimizer.zeroth_order { estimator = ng.estimator[name]() }
end)
add("perturbation", "sphere rademacher coordinate dap orthogonal sparse low_rank block", function(name)
  local estimator = ng.estimator.two_point { perturbation = ng.perturbation[name](), queries = 3 }
  return ng.optimizer.zeroth_order { estimator = estimator, update = ng.update.sgd { lr = 1e-3 } }
end)
add("update", "sgd momentum nesterov sign adam adamm spsa conservative", function(name)
  return ng.optimizer.zeroth_order { update = ng.update[name]() }
end)
local names = {}
for name in pairs(optimizers) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  for _, case in ipairs { { 7, 400, "float64" }, { 7, 400, "float32" }, { 70000, 40, "float32" } } do
    local dim, budget, dtype = table.unpack(case)
    if dim == 7 or not name:find "^coordinate_" then
      local path = ("%s/%s.%d.%s"):format(folder, name, dim, dtype)
      if make then
        local x0 = ng.tensor.full({ dim }, 0.5, dtype)
        ng.minimize(ng.objective.sphere { dim = dim }, { x0 = x0, optimizer = optimizers[name], budget = budget, seed = 4, journal = path })
      end
      local point, bits = ng.replay(path), {}
      for i = 1, dim, math.max(1, dim // 50) do bits[#bits + 1] = ("%a"):format(point[i]) end
      print(path:match "[^/]*$", table.concat(bits, " "))
    end
  end
end
LUA
mkdir "$scratch/many"
run "$NILGRAD" "$scratch/many.lua" "$scratch/many" make
expect_code 0
expected=$stdout
expect_stdout_has two_point_estimator.7.float64
for isa in portable avx2 avx512; do
  for threads in 1 2 8; do
    run env NILGRAD_ISA=$isa NILGRAD_THREADS=$threads "$NILGRAD" "$scratch/many.lua" "$scratch/many"
    [[ $stderr != *'machine'*'lacks'* ]] || continue
    expect_code 0
    expect_stdout "$expected"
  done
done
