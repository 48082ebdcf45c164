# Automatic steps are within 3 times the best error, over functions and noise levels; the U-curve is drawn.
. tests/program/expect.bash

run "$NILGRAD" scripts/theory/automatic_h.lua --trials 10
expect_code 0
expect_stdout_has '80 of 80 within 3 times the error of the best fixed h'
run "$NILGRAD" scripts/theory/step_size.lua --trials 10 --out "$scratch/step_size.png"
expect_code 0
[[ -s $scratch/step_size.png ]] || { echo "no picture" >&2; exit 1; }
run "$NILGRAD" scripts/theory/step_size.lua --trails 4
expect_code 2
run "$NILGRAD" scripts/theory/automatic_h.lua --trials
expect_code 2
