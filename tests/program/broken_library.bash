# Sourced by the tests of `nilgrad test`, after expect.bash: a library in the current folder, whose module is written anew for each test.
#   module "error 'early'"                                       # the text of the module; runs nilgrad test
#   module "$(returned "$(defined 'return x[1]')" 'optima = …')" # one objective, bowl, which is this function
#   failed 'the module loads' 'early'                            # this check failed, and this is told
NILGRAD=$(realpath "$NILGRAD")
cd "$scratch"
"$NILGRAD" new shapes >made
cd nilgrad-shapes
rm tests/shapes.lua
echo 'print(1) -- expect: 1' >tests/any.lua
cp nilgrad-shapes-0.1.0-1.rockspec ../whole

failed() { # TITLE REASON: the check failed, and is told
  expect_code 1
  expect_stdout_has "FAILED  $1"
  expect_stdout_has "$2"
}

module() { # TEXT: tests the library with this module
  printf '%s\n' 'local ng = require "nilgrad"' "$1" >nilgrad_shapes.lua
  run "$NILGRAD" test --seconds "${seconds:-60}"
}

returned() { # OBJECTIVE [OPTION…]: a module that returns the library of this one
  echo "return ng.library { name = 'shapes', objectives = { bowl = $1 }, ${2:-} }"
}

defined() { # BODY: an objective that is this function of x
  echo "ng.objective.define { name = 'bowl', dim = 2, lower = -1, upper = 1, f = function(x) $1 end }"
}

good=$(returned "$(defined 'return x[1] ^ 2 + x[2] ^ 2')")
