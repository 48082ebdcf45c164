# nilgrad new makes a library whose own tests pass, whole or not at all, and refuses names that no library can have.
. tests/program/expect.bash
NILGRAD=$(realpath "$NILGRAD")
cd "$scratch"

run "$NILGRAD" new portfolio
expect_code 0
expect_stdout 'made nilgrad-portfolio; next: cd nilgrad-portfolio && nilgrad test'
run find nilgrad-portfolio -type f -printf '%P\n'
expected='.gitignore
.luarc.json
.luarocks/config-5.4.lua
.luarocks/default-lua-version.lua
README.md
lua_modules/.gitkeep
nilgrad-portfolio-0.1.0-1.rockspec
nilgrad_portfolio.lua
tests/portfolio.lua'
stdout=$(sort <<<"$stdout")
expect_stdout "$(sort <<<"$expected")"
run grep -rn '\${' nilgrad-portfolio # what was left to fill in
expect_stdout ''
run env -C nilgrad-portfolio "$NILGRAD" test
expect_code 0
run env -C nilgrad-portfolio "$NILGRAD" -e 'print(ng.minimize(require "nilgrad_portfolio".sharpe, { budget = 1000 }).value < -1)'
expect_stdout true
run python3 -c 'import json; print(json.load(open("nilgrad-portfolio/.luarc.json"))["runtime.version"])'
expect_stdout 'Lua 5.4'

run "$NILGRAD" new my-lib2
expect_code 0
run env -C nilgrad-my-lib2 "$NILGRAD" test
expect_code 0
run env -C nilgrad-my-lib2 "$NILGRAD" -e 'print((require "nilgrad_my_lib2"))'
expect_stdout_has 'library my-lib2 0.1.0: 2 objectives'

# What is there already stays as it is.
echo mine >nilgrad-portfolio/README.md
run "$NILGRAD" new portfolio
expect_code 1
expect_stderr 'nilgrad: nilgrad-portfolio is there already; choose another name, or remove it first'
run cat nilgrad-portfolio/README.md
expect_stdout mine
touch nilgrad-file
run "$NILGRAD" new file
expect_code 1

refused() { # NAME REASON
  run "$NILGRAD" new -- "$1"
  expect_code 2
  expect_stderr_has "nilgrad new: $2"
}
letters="a library's name is lower-case letters, digits and single hyphens, begun by a letter, got"
refused '' "a library's name must not be empty"
refused Portfolio "$letters 'Portfolio'; 'portfolio' would do"
refused my_lib "$letters 'my_lib'; 'my-lib' would do"
refused 'a b.c' "$letters 'a b.c'; 'a-b-c' would do"
refused 9a "$letters '9a'; 'a' would do"
refused -a "$letters '-a'"
refused a- "$letters 'a-'"
refused a--b "$letters 'a--b'"
refused äöü "$letters 'äöü'"
refused $'a\nb' "$letters 'a b'"
for path in a/b ../a /tmp/a . ..; do refused $path "a library has a name, not a path, got '$path'"; done
refused "$(printf 'a%.0s' {1..51})" "a library's name has at most 50 letters"
refused nilgrad-a "leave out what all libraries' names begin with: 'a', not 'nilgrad-a'"
refused study "'study' is a name of nilgrad's own (ng.study)"
run "$NILGRAD" new
expect_code 2
run "$NILGRAD" new one two
expect_code 2
run "$NILGRAD" new --help
expect_code 0
run echo nilgrad-*
expect_stdout 'nilgrad-file nilgrad-my-lib2 nilgrad-portfolio'

# Where it cannot be written, or not all of it, nothing is left.
mkdir none
run env -C /proc "$NILGRAD" new portfolio
expect_code 1
expect_stderr_has 'cannot make the folder nilgrad-portfolio.partial'
run bash -c 'cd none && ulimit -f 1 && "$0" new portfolio' "$NILGRAD"
expect_code 1
expect_stderr_has 'cannot write nilgrad-portfolio.partial/'
run ls none
expect_stdout ''
