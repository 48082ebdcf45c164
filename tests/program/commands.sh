# Words that are understood before a script of the same name, --help and --version.
. tests/program/expect.bash

run "$NILGRAD" --version
expect_code 0
expect_stdout_has 'nilgrad '
expect_stdout_has 'Lua 5.4'
version=$stdout
run "$NILGRAD" -v
expect_code 0
expect_stdout "$version"
run "$NILGRAD" -v -e 'print(1)'
expect_stdout "$version"$'\n1'

run "$NILGRAD" --help
expect_code 0
expect_stdout_has 'usage: nilgrad [options] [script [args]]'
expect_stderr ''
for command in new test study replay bench doc info; do expect_stdout_has "  $command "; done
usage=$stdout
run "$NILGRAD" help
expect_code 0
expect_stdout "$usage"

run "$NILGRAD" info
expect_code 0
for row in 'nilgrad  ' 'lua  ' 'instruction set ' 'threads  ' 'plug-ins  ' 'program  ' 'editor  ' 'history  ' 'modules  '; do expect_stdout_has "$row"; done
run env NILGRAD_ISA=abacus "$NILGRAD" info
expect_code 0
expect_stdout_has "'abacus' is no instruction set"

run "$NILGRAD" bench --help
expect_code 0
expect_stdout_has perturb
run "$NILGRAD" bench
expect_code 2
run "$NILGRAD" bench apply --mib 1 --repeat 1 --threads 1
expect_code 0
expect_stdout_has 'apply rademacher, q = 16'
run "$NILGRAD" bench objective --evaluations 1000 --repeat 1
expect_code 0
expect_stdout_has 'two_point, sgd'
run "$NILGRAD" bench tokenizer tests/data/transformers/tokenizer README.md --megabytes 1 --repeat 1
expect_code 0
expect_stdout_has 'encode '
run "$NILGRAD" bench tokenizer nowhere README.md
expect_code 1

run "$NILGRAD" doc ng.no_such_thing
expect_code 1
expect_stdout_has "no help on 'ng.no_such_thing'"
run "$NILGRAD" doc ng.minimize
expect_code 0

# A word is a command only in the first place; a script of that name is reached by its path or after --.
cd "$scratch"
echo 'print("script", ...)' >info
run "$NILGRAD" ./info info
expect_stdout $'script\tinfo'
run "$NILGRAD" -- info
expect_stdout script
run "$NILGRAD" -e '' info
expect_stdout script
