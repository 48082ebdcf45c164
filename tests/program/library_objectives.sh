# nilgrad test finds objectives that break what their users rely on.
. tests/program/expect.bash
. tests/program/broken_library.bash

module "$(returned 'ng.objective.define { dim = 1, f = function(x) return x[1] end }')"
failed 'bowl: it states its name and its bounds' 'it has no name of its own'
module "$(returned 'ng.objective.define { name = "bowl", dim = 1, f = function(x) return x[1] end }')"
failed 'bowl: it states its name and its bounds' "it states no bound 'lower'"
module "local calls = 0 $(returned "$(defined 'calls = calls + 1 return calls')")"
failed 'bowl: it gives the same value at the same point' 'if that is meant'
module "$(returned "$(defined 'return #x == 2 and x[1] or 0, table.insert(x, 1)')")"
failed 'bowl: a run keeps to its budget, can be repeated, and sees the values that a call gives' 'in a run it was'
module "$(returned "ng.objective.define { name = 'bowl', dim = 1, lower = 0, upper = 1, f = function(x) return x[1] * calls end }")"
failed 'bowl: it can be called' "attempt to perform arithmetic on a nil value (global 'calls')"
module "$(returned "$(defined 'return 1 / x[1]')")"
failed 'bowl: it is finite within its bounds' 'at { 0, 0 } it is '
module "$(returned "$(defined 'return 1 / (x[1] + 1)')")"
failed 'bowl: it is finite within its bounds' 'at { -1, -1 } it is '
module "$(returned "$(defined 'if x[1] ~= x[1] then error [[no number]] end return x[1]')")"
failed 'bowl: it answers a point that is not a number with a number' 'no number'
module "$(returned "$(defined 'return [[much]]')")"
failed 'bowl: it can be called' "returned a string 'much'"
module "$(returned "$(defined 'return x[1] ^ 2 + x[2] ^ 2')" 'optima = { bowl = { value = 0.5 } }')"
failed 'bowl: its least value is the one that is stated' 'less than the stated optimum of 0.5'
module "$(returned "$(defined 'return x[1] ^ 2 + x[2] ^ 2')" 'optima = { bowl = { value = 0, x = { 0, 0.1 } } }')"
failed 'bowl: its least value is the one that is stated' 'is stated to be 0 at { 0, 0.1'
module "$(returned "$(defined 'return x[1] ^ 2 + x[2] ^ 2')" 'optima = { bowl = { value = 0, x = { 0, 0 } } }')"
expect_code 0
module "$(returned "$(defined 'return x[1] + tonumber(os.getenv [[NILGRAD_THREADS]])')")"
failed 'bowl: it is the same in another process and on another number of threads' 'and then'
seconds=5 module "$(returned "$(defined 'while true do end')")"
failed 'bowl: it can be called' 'did not come to an end within 5 seconds'
module "$(returned 'ng.objective.sphere { dim = 100 }')"
failed 'bowl: it states its name and its bounds' 'no bound'
expect_stdout_has ' of 21 checks failed'
