# Ctrl-C ends whatever Lua does, with a message that says where, and exit code 130.
. tests/program/expect.bash

# interrupt ARGUMENTS…: runs the program, which prints "ready" when it has begun, and sends SIGINT: once it waits for something
# with $asleep, and until it has ended with $again.
again='' asleep=''
interrupt() {
  : >"$scratch/out"
  "$NILGRAD" -e 'io.stdout:setvbuf "no"' "$@" <&0 >"$scratch/out" 2>&1 &
  local pid=$!
  until grep -q ready "$scratch/out"; do
    kill -0 $pid 2>/dev/null || break
    sleep 0.02
  done
  while [[ $asleep ]] && [[ $(</proc/$pid/stat) != *') S '* ]]; do sleep 0.02; done
  kill -INT $pid
  while [[ $again ]] && kill -INT $pid 2>/dev/null; do sleep 0.05; done
  local status=0
  wait $pid || status=$?
  cat "$scratch/out"
  return $status
}

expect_interrupted() {
  run interrupt "$@"
  expect_code 130
  expect_stdout_has 'ready'
  expect_stdout_has ': interrupted!'
  expect_stdout_has 'stack traceback:'
}

echo 'print "ready" while true do end' >"$scratch/loop.lua"
expect_interrupted "$scratch/loop.lua"
expect_interrupted - <"$scratch/loop.lua"
expect_interrupted -e 'print "ready" while true do end'
expect_interrupted -e 'print "ready" while true do pcall(error) end'
expect_interrupted -e 'print "ready" while true do pcall(string.rep) end'
expect_interrupted -e 'print "ready" while true do xpcall(error, function(m) return m end) end'
expect_interrupted -e 'print "ready" while true do xpcall(error, debug.traceback) end'
expect_interrupted -e 'local function f() pcall(f) f() end print "ready" while true do pcall(f) end'
expect_interrupted -e 'coroutine.wrap(function() print "ready" while true do end end)()'
expect_interrupted -e 'local co = coroutine.create(function() print "ready" while true do pcall(error) end end)
  while true do coroutine.resume(co) end'
expect_interrupted -e 'local function nest(n)
    if n == 0 then print "ready" while true do pcall(error) end end
    while true do pcall(coroutine.wrap(nest), n - 1) coroutine.resume(coroutine.create(nest), n - 1) end
  end
  nest(5)'
expect_interrupted -e 'print "ready" while true do coroutine.wrap(function() pcall(coroutine.yield) end)() end'
expect_interrupted -e 'local co = coroutine.create(function()
    local t <close> = setmetatable({}, { __close = function() print "ready" while true do pcall(error) end end })
    coroutine.yield()
  end)
  coroutine.resume(co) coroutine.close(co)'
expect_interrupted -e 'print "ready" table.sort({ 3, 2, 1, 4 }, function() while true do pcall(error) end end)'
expect_interrupted -e 'print "ready" while true do string.gsub(("a"):rep(1000), "a", string.upper) end'
expect_interrupted -e 'print "ready" while true do setmetatable({}, { __gc = function() end }) end'
expect_interrupted -e 'print "ready" local t = setmetatable({}, { __index = function() while true do end end }) print(t.x)'
expect_interrupted -e 'setmetatable(_G, { __index = function(_, name) return name end }) print "ready" while true do pcall(x) end'
long_run='local ng = require "nilgrad" local f = ng.objective.rosenbrock { dim = 10 }
  local function run() return ng.minimize(f, { optimizer = ng.optimizer.random_search {}, budget = 10^12 // 1, seed = 1 }) end print "ready" '
expect_interrupted -e "$long_run run()"
expect_stdout_has 'evaluations, best value'
expect_interrupted -e "$long_run while true do pcall(run) end"
expect_interrupted -e "$long_run while true do pcall(coroutine.wrap(run)) end"
mkfifo "$scratch/silent"
exec 3<>"$scratch/silent"
asleep=yes
expect_interrupted -e 'print "ready" io.read()' <"$scratch/silent"
asleep=''

# What was opened with <close> is closed, and only what ran is undone: later chunks do not run.
run interrupt -e 'local file <close> = setmetatable({}, { __close = function() for i = 1, 3 do print("closing", i) end end })
  print "ready" while true do end' -e 'print "not reached"'
expect_code 130
expect_stdout_has $'closing\t3'
[[ $stdout != *'not reached'* ]] || mismatch stdout 'no later chunk' "$stdout"

# A second Ctrl-C ends what Lua cannot interrupt: C code that does not come back, a message handler that loops.
again=yes
run interrupt -e 'print "ready" string.find(("a"):rep(3000), (".-"):rep(12) .. "b")'
expect_code 130
expect_stdout ready
run interrupt -e 'print "ready" string.rep(("x"):rep(1e3), 1e3):find((".-"):rep(12) .. "y")'
expect_code 130
run interrupt -e 'print "ready" xpcall(function() while true do end end, function() while true do end end)'
expect_code 130
