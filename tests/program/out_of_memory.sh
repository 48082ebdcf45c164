# With little memory a session answers what cannot be done with a message, and goes on with what it had.
. tests/program/expect.bash
sanitized && exit 0 # its shadow memory alone is more than any limit

# session MEGABYTES: runs the prompt on standard input under a limit of its address space.
session() { (
  ulimit -v $(($1 * 1024))
  HOME=$scratch NILGRAD_THREADS=1 exec "$NILGRAD" -i
); }

limit=400 # MB
# survives COMMAND…: each is typed, and the session still knows what it knew.
survives() {
  local command
  for command in "$@"; do
    run session $limit < <(printf '%s\n' 'kept = 6 * 7' "$command" 'x = nil' 'collectgarbage()' 'kept')
    expect_code 0
    [[ ${stdout##*$'\n'} = 42 ]] || mismatch "the last line after '$command'" 42 "$stdout $stderr"
  done
}

# refuses COMMAND MESSAGE
refuses() {
  survives "$1"
  expect_stderr_has "$2"
}

refuses 'x = {} for i = 1, 1e9 do x[i] = i end' 'not enough memory'
refuses 'x = {} for i = 1, 1e9 do x[i] = { i } end' 'not enough memory'
refuses 'x = {} for i = 1, 1e9 do x[i] = ng.tensor { i } end' 'not enough memory'
refuses 'x = {} for i = 1, 1e9 do x[i] = ng.optimizer.cmaes() end' 'not enough memory'
refuses 'x = "x" while true do x = x .. x end' 'not enough memory'
refuses 'x = ("x"):rep(1e9)' 'not enough memory'
refuses 'ng.tensor.zeros { 1000000000000 }' 'cannot allocate 8000000000064 bytes for a tensor'
refuses 'ng.tensor.zeros { 100000000 }' 'cannot allocate 800000064 bytes for a tensor'
refuses 'x = {} for i = 1, 1e9 do x[i] = ng.tensor.zeros { 100000 } end' 'not enough memory: cannot allocate'
refuses 'ng.random(1):permutation(100000000)' 'not enough memory'
refuses 'ng.minimize(ng.objective.sphere { dim = 100000000 }, { budget = 10 })' 'not enough memory'
refuses 'ng.json.decode("[" .. ("1,"):rep(2e7) .. "1]")' 'not enough memory'
refuses 'local function f(t) local v = f { t } return { v } end x = f {}' 'stack overflow'
refuses 'local function f() return 1 + f() end f()' 'stack overflow'
refuses 'local function f(n) return coroutine.wrap(f)(n + 1) end f(1)' 'C stack overflow'
refuses 'local t = setmetatable({}, { __index = function(t, k) return t[k] end }) return t.x' 'stack overflow'
survives 'setmetatable({}, { __tostring = function(t) return tostring(t) end })'
expect_stdout_has 'C stack overflow'
refuses 'string.format("%99999d", 1)' 'invalid conversion'

# What fails while memory is short does not end the session either: printing, finalizers, errors of errors.
fill='x = {} pcall(function() for i = 1, 1e9 do x[i] = { i } end end) '
survives "$fill return x" "$fill error(x)" "$fill error(setmetatable({}, { __tostring = function() return ('y'):rep(1e8) end }))" \
  "$fill return ng.tensor { 1, 2 }" "$fill setmetatable({}, { __gc = function() x = { x, { x } } end })" \
  "$fill local t <close> = setmetatable({}, { __close = function() return { {}, {} } end }) error 'y'" \
  "$fill ?ng.optimizer.cmaes" "$fill return help, _G"

# A model is loaded and writes, or that is refused, however much there is: from hardly enough to start to plenty.
for limit in 52 56 60 80 120 200; do
  survives 'x = ng.model.load "scripts/models/mini-opt"; print(x:generate("the movie", { tokens = 20 }))' \
    'x = ng.model.load "scripts/models/fashion_cnn.onnx"; print(x)'
done
expect_stdout_has 'classifier fashion_cnn'
