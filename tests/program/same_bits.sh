# A run of the native quadratic prints the same to the last bit on every instruction set and for any number of threads: both dtypes,
# every perturbation, small and large enough for several threads.
. tests/program/expect.bash

# same COMMAND…: its output under every forced path is that of the portable one.
same() {
  local isa threads
  run env NILGRAD_ISA=portable NILGRAD_THREADS=1 "$@"
  expect_code 0
  local expected=$stdout
  [[ -n $expected ]] || mismatch stdout 'something' ''
  for isa in portable avx2 avx512; do
    for threads in 1 2 8; do
      run env NILGRAD_ISA=$isa NILGRAD_THREADS=$threads "$@"
      [[ $stderr != *'machine'*'lacks'* ]] || continue
      expect_code 0
      expect_stdout "$expected"
    done
  done
}

cat >"$scratch/quadratic.lua" <<'LUA'
local ng = require "nilgrad"
local function bits(tensor)
  local text = {}
  for i = 1, #tensor, math.max(1, #tensor // 10) do text[#text + 1] = ("%a"):format(tensor[i]) end
  return table.concat(text, " ")
end
for _, case in ipairs { { 30, 200 }, { 70000, 3 } } do
  local dim, steps = table.unpack(case)
  local f = ng.objective.sparse_quadratic { dim = dim, seed = 5 }
  for _, dtype in ipairs { "float64", "float32" } do
    for _, name in ipairs { "gaussian", "sphere", "rademacher", "coordinate" } do
      local x0 = ng.tensor.full({ dim }, 1, dtype)
      local r = ng.minimize(f, { x0 = x0, steps = steps, seed = 2, lower = -2, upper = 3,
        optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { perturbation = ng.perturbation[name](), queries = 2 } } })
      print(("%a"):format(r.value), bits(r.last))
    end
  end
end
LUA
same "$NILGRAD" "$scratch/quadratic.lua"
