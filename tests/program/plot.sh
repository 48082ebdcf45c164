# Without gnuplot a plot into a file says which package to install, and leaves no file; in the terminal it is drawn all the same. What
# cannot be written, and what gnuplot makes nothing of, is named.
. tests/program/expect.bash

cat >"$scratch/plots.lua" <<'LUA'
local ng = require "nilgrad"
local f, file = ng.objective.sphere { dim = 2 }, arg[2]
local r = ng.minimize(f, { optimizer = ng.optimizer.cmaes(), x0 = 1, budget = 40, seed = 1 })
local study = ng.study { sampler = ng.sampler.random(), seed = 1 }
study:optimize(function(trial) return trial:float("x", 0, 1) end, { trials = 3, progress = false })
local plots = {
  lines = function() ng.plot.lines { series = { { y = { 1, 2 } } }, file = file } end,
  convergence = function() ng.plot.convergence(r, file) end,
  ecdf = function() ng.plot.ecdf(r, file) end,
  estimates = function() ng.plot.estimates(f, r.x + 1, file) end,
  image = function() ng.plot.image({ { 1, 2 } }, file) end,
  images = function() ng.plot.images({ { { 1, 2 } } }, file) end,
  learning = function() ng.plot.learning(r, file) end,
  study = function() ng.plot.study(study, file) end,
}
plots[arg[1]]()
LUA
mkdir "$scratch/out" "$scratch/bin"
left_nothing() { [[ -z $(ls "$scratch/out") ]] || { echo "a file was left: $(ls "$scratch/out")" >&2; exit 1; }; }

for plot in lines convergence ecdf estimates image images learning study; do
  run env PATH= "$NILGRAD" "$scratch/plots.lua" $plot "$scratch/out/picture.png"
  expect_code 1
  expect_stderr_has 'plots are drawn by gnuplot, which is not there; on Debian: apt-get install gnuplot-nox (without a file they are drawn in the terminal)'
  left_nothing
  run env PATH= LC_ALL=C "$NILGRAD" "$scratch/plots.lua" $plot
  expect_code 0
  [[ -n $stdout && $stdout != *[^[:print:][:space:]]* ]] || mismatch stdout 'a drawing in ASCII' "$stdout"
  # a terminal that would show pictures, and nothing to draw them with
  run env PATH= NILGRAD_GRAPHICS=sixel "$NILGRAD" "$scratch/plots.lua" $plot
  expect_code 0
  [[ -n $stdout && $stdout != *$'\033P'* ]] || mismatch stdout 'a drawing' "$stdout"
done

run env NILGRAD_GRAPHICS=pixels "$NILGRAD" "$scratch/plots.lua" lines
expect_code 1
expect_stderr_has "NILGRAD_GRAPHICS must be none, blocks, sixel or kitty, got 'pixels'"

mkdir "$scratch/out/picture.png"
run "$NILGRAD" -e "require 'nilgrad'.plot.lines { series = { { y = { 1, 2 } } }, file = '$scratch/out/picture.png' }"
expect_code 1
expect_stderr_has "(command line):1: cannot write $scratch/out/picture.png: Is a directory"
[[ $(ls "$scratch/out") = picture.png ]] || { echo "a file was left: $(ls "$scratch/out")" >&2; exit 1; }
rmdir "$scratch/out/picture.png"

# A gnuplot that fails, one that writes nothing, and one that is killed.
fake() { printf '#!/bin/sh\n%s\n' "$1" >"$scratch/bin/gnuplot"; chmod +x "$scratch/bin/gnuplot"; }
draw() { run env PATH="$scratch/bin:$PATH" "$NILGRAD" "$scratch/plots.lua" lines "$scratch/out/picture.svg"; }
fake 'echo "line 3: no such terminal" >&2; exit 1'
draw
expect_code 1
expect_stderr_has 'gnuplot exited with code 1: line 3: no such terminal'
left_nothing
fake 'exit 0'
draw
expect_code 1
expect_stderr_has "gnuplot wrote nothing into $scratch/out/picture.svg"
left_nothing
fake 'kill -9 $$'
draw
expect_code 1
expect_stderr_has 'gnuplot was killed by signal 9 (Killed)'
left_nothing

# A study, from the shell.
run "$NILGRAD" -e "
  local study = require 'nilgrad'.study { name = 'one', storage = '$scratch/study.db', seed = 1 }
  study:optimize(function(trial) return trial:float('x', 0, 1) end, { trials = 8, progress = false })"
expect_code 0
run env LC_ALL=C "$NILGRAD" study plot "$scratch/study.db" --out - --kind history
expect_code 0
expect_stdout_has 'one: 8 trials'
expect_stdout_has '-- best so far'
run "$NILGRAD" study plot "$scratch/study.db" --out - --kind timeline
expect_code 1
expect_stderr_has "kind = 'timeline' is drawn into a file alone"

# A narrow page, and nobody's own settings of gnuplot.
run env HOME="$scratch" COLUMNS=30 LC_ALL=C.UTF-8 "$NILGRAD" "$scratch/plots.lua" lines
expect_code 0
while IFS= read -r line; do [[ ${#line} -le 30 ]] || mismatch 'at most 30 letters' 30 "${#line}: $line"; done <<<"$stdout"
echo 'set terminal nonsense; exit status 3' >"$scratch/.gnuplot"
command -v gnuplot >/dev/null || exit 0
run env HOME="$scratch" "$NILGRAD" "$scratch/plots.lua" lines "$scratch/out/picture.svg"
expect_code 0
