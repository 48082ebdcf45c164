# A library, a module named nilgrad_NAME, is named when it cannot be loaded, and when it makes globals or changes what others share.
. tests/program/expect.bash
NILGRAD=$(realpath "$NILGRAD")
cd "$scratch"

library() { # NAME TEXT: the module nilgrad_NAME, and a script that requires it
  printf '%s\n' "$2" >"nilgrad_$1.lua"
  run "$NILGRAD" -e "print((require 'nilgrad_$1'))"
}

library fine 'local ng = require "nilgrad" return ng.library { name = "fine", objectives = { bowl = ng.objective.sphere { dim = 2 } } }'
expect_code 0
expect_stdout_has 'library fine: 1 objective'
expect_stderr ''

library broken $'local x = {}\nreturn x.y.z'
expect_code 1
expect_stderr_has "nilgrad: library broken (./nilgrad_broken.lua) cannot be loaded: ./nilgrad_broken.lua:2: attempt to index a nil value (field 'y')"
library syntax 'return ='
expect_code 1
expect_stderr_has "error loading module 'nilgrad_syntax' from file './nilgrad_syntax.lua'"
library user 'return require "nilgrad_broken"'
expect_stderr_has 'library user (./nilgrad_user.lua) cannot be loaded: library broken (./nilgrad_broken.lua) cannot be loaded: '
library object 'error({ code = 3 })'
run "$NILGRAD" -e 'local done, e = pcall(require, "nilgrad_object") print(e.code)'
expect_stdout 3
library late 'local ng = require "nilgrad"
return ng.library { name = "late", nilgrad = ">= 99", objectives = { bowl = ng.objective.sphere { dim = 2 } } }'
expect_stderr_has 'library late (./nilgrad_late.lua) cannot be loaded: library late needs nilgrad >= 99, and this is nilgrad 0.'

library loud 'count = 1 print = print function math_of() end return "loud"'
expect_code 0
expect_stdout loud
expect_stderr $'nilgrad: library loud makes the global \'count\' when it is loaded; it should say local
nilgrad: library loud makes the global \'math_of\' when it is loaded; it should say local'
library over 'next = function() end return "over"'
expect_stderr "nilgrad: library over changes the global 'next' when it is loaded"
library patch 'function string.trim() end require "nilgrad".minimize = print return "patch"'
expect_stderr $'nilgrad: library patch changes ng.minimize when it is loaded\nnilgrad: library patch makes string.trim when it is loaded'
library above 'return require "nilgrad_loud"' # whoever uses it is not blamed for it
expect_stderr_has 'library loud makes'
run grep above <<<"$stderr"
expect_stdout ''

# One that is not there is missed as any module is.
run "$NILGRAD" -E -e 'print(select(2, pcall(require, "nilgrad_none")) == select(2, pcall(require, "somelse_none")):gsub("somelse", "nilgrad"))'
expect_stdout true

# Modules of other names are nobody's business, as in lua.
echo 'count = 1 error "broken"' >other.lua
run "$NILGRAD" -e 'require "other"'
expect_stderr_has 'nilgrad: ./other.lua:1: broken'
