# The table of estimators and perturbations is inside theory's limits, with few trials and a fixed seed; a wrong option is refused.
. tests/program/expect.bash

run "$NILGRAD" scripts/theory/unbiased.lua --trials 500
expect_code 0
expect_stdout_has ' 0 outside'
expect_stdout_has 'coordinate_block'
run "$NILGRAD" scripts/theory/unbiased.lua --trails 4
expect_code 2
