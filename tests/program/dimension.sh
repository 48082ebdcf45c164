# The theory script finds theory's slopes in small dimensions, draws them, and refuses options that it does not know.
. tests/program/expect.bash

run "$NILGRAD" scripts/theory/dimension.lua --most 300 --trials 5 --out "$scratch/dimension.png"
expect_code 0
expect_stdout_has 'd = 100'
expect_stdout_has "written: $scratch/dimension.png"
[[ -s $scratch/dimension.png ]] || { echo "no picture" >&2; exit 1; }
[[ $stdout =~ 'low rank'\ +random[^$'\n']*\ 0\.00\ +0\.00 ]] || { echo "the slope of the low-rank problem is not 0: $stdout" >&2; exit 1; }
run "$NILGRAD" scripts/theory/dimension.lua --mots 300
expect_code 2
