# The theory script measures what theory says, at 5 standard errors, and prints the same text on every instruction set and for any
# number of threads; so does a run of ng.minimize with native functions that are free of libm.
. tests/program/expect.bash

minimize='
for _, name in ipairs { "sphere", "sparse_quadratic", "rosenbrock" } do
  local f = ng.objective[name] { dim = 10 }
  for _, optimizer in ipairs { ng.optimizer.random_search(), ng.optimizer.zeroth_order { update = ng.update.adam { lr = 0.001 },
      estimator = ng.estimator.two_point { queries = 4, perturbation = ng.perturbation.sphere(), h = 1e-3 } } } do
    local r = ng.minimize(f, { optimizer = optimizer, budget = 2000, seed = 5 })
    print(name, ("%a"):format(r.value), ("%a"):format(r.last:sum()), r.evaluations)
  end
end'

everything() {
  run env "$@" "$NILGRAD" scripts/theory/variance.lua --trials 4000 --plot no
  expect_code 0
  expect_stdout_has 'gaussian        17.00'
  text=$stdout
  run env "$@" "$NILGRAD" -e "$minimize"
  expect_code 0
  text+=$stdout
}

everything NILGRAD_THREADS=1
expected=$text
for setting in NILGRAD_THREADS=8 NILGRAD_ISA=portable NILGRAD_ISA=avx2 NILGRAD_ISA=avx512; do
  isa=${setting#NILGRAD_ISA=}
  # What this processor lacks cannot be forced.
  [[ $isa = "$setting" ]] || env "$setting" "$NILGRAD" info | grep -q "^instruction set *$isa$" || continue
  everything "$setting"
  [[ $text = "$expected" ]] || { diff <(echo "$expected") <(echo "$text"); echo "$setting changes the numbers" >&2; exit 1; }
done

run "$NILGRAD" scripts/theory/variance.lua --trials 400 --out "$scratch/variance.png"
expect_code 0
[[ -s $scratch/variance.png ]] || { echo "no picture" >&2; exit 1; }
run "$NILGRAD" scripts/theory/variance.lua --trails 4
expect_code 2
