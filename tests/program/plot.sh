# Without gnuplot a plot says which package to install, and leaves no file; a file that cannot be written is named.
. tests/program/expect.bash

draw="require 'nilgrad'.plot.lines { series = { { y = { 1, 2 } } }, file = '$scratch/picture.png' }"

run env PATH= "$NILGRAD" -e "$draw"
expect_code 1
expect_stderr_has 'plots are drawn by gnuplot, which is not there; on Debian: apt-get install gnuplot-nox'
[[ -z $(ls "$scratch") ]] || { echo "a file was left: $(ls "$scratch")" >&2; exit 1; }

mkdir "$scratch/picture.png"
run "$NILGRAD" -e "$draw"
expect_code 1
expect_stderr_has "(command line):1: cannot write $scratch/picture.png: Is a directory"
[[ $(ls "$scratch") = picture.png ]] || { echo "a file was left: $(ls "$scratch")" >&2; exit 1; }
