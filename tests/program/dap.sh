# DAP's theory scripts agree with theory, say honestly who wins, draw their pictures, and refuse options that they do not know; the
# memory script shows that a step stores nothing of the point's size.
. tests/program/expect.bash

run "$NILGRAD" scripts/theory/dap.lua --trials 120 --most 5 --out "$scratch/dap.png"
expect_code 0
expect_stdout_has 'of 120 trials remain'
expect_stdout_has 'large coordinates, b = 32: DAP in two steps is better than ['
for picture in product_large product_others quadratic_large quadratic_others; do
  [[ -s $scratch/dap_$picture.png ]] || { echo "no picture $picture" >&2; exit 1; }
done
run "$NILGRAD" scripts/theory/dap.lua --trails 4
expect_code 2

run "$NILGRAD" scripts/theory/dap_sgd.lua --trials 2 --steps 4 --out "$scratch/sgd.png"
expect_code 0
expect_stdout_has 'rotated sparse, d = 64'
expect_stdout_has 'DAP in two steps ends lower than ['
[[ -s $scratch/sgd_rotated_sparse.png ]] || { echo "no picture of descent" >&2; exit 1; }
run "$NILGRAD" scripts/theory/dap_sgd.lua --stpes 4
expect_code 2

# What 10^7 variables more take: their 40 MB, and nothing besides. (The program itself, and a sanitizer's part, do not grow.)
peak() { # DIM
  run "$NILGRAD" scripts/benchmarks/dap_memory.lua --dim "$1"
  expect_code 0
  [[ $stdout =~ peak\ ([0-9.]+)\ MB ]] || { echo "no peak: $stdout" >&2; exit 1; }
}
peak 10000000
smaller=${BASH_REMATCH[1]}
peak 20000000
awk "BEGIN { exit !(${BASH_REMATCH[1]} - $smaller < 1.3 * 40) }" || { echo "a step stores vectors: $smaller MB, then $stdout" >&2; exit 1; }
