# busted runs under the program, as `nilgrad /usr/bin/busted` and as `busted --lua=…`, with its own exit codes.
. tests/program/expect.bash
mkdir "$scratch/spec"
cat >"$scratch/spec/passing_spec.lua" <<'LUA'
local ng = require "nilgrad"
describe("a study of specs", function()
  local sum
  before_each(function() sum = 0 end)
  it("runs under nilgrad", function() assert.is_truthy(_G.arg and ng.version) end)
  it("keeps befores and afters", function() sum = sum + 1 assert.are.equal(1, sum) end)
  it("compares deeply", function() assert.are.same({ 1, { 2 } }, { 1, { 2 } }) end)
  it("expects errors", function() assert.has_error(function() error("far", 0) end, "far") end)
  it("spies", function()
    local t = { f = function() end }
    stub(t, "f").returns(7)
    assert.are.equal(7, t.f(1))
    assert.stub(t.f).was.called_with(1)
  end)
  it("goes through coroutines", function()
    local co = coroutine.wrap(function() coroutine.yield(1) error "inside" end)
    assert.are.equal(1, co())
    assert.has_error(co)
  end)
  it("minimizes", function()
    local r = ng.minimize(function(x) return x[1] ^ 2 end, { dim = 1, x0 = 1, budget = 200, seed = 1 })
    assert.is_true(r.value < 0.1)
  end)
  pending "waits"
end)
LUA
cat >"$scratch/spec/failing_spec.lua" <<'LUA'
describe("what fails", function()
  it("is unequal", function() assert.are.equal(1, 2) end)
  it("raises", function() error "raised here" end)
  it("still passes", function() end)
end)
LUA
in_scratch() { (cd "$scratch" && "$@"); }
under() { # FILES…: both ways
  run in_scratch "$NILGRAD" /usr/bin/busted -o TAP "$@"
  direct=$stdout direct_code=$code
  run in_scratch busted --lua="$NILGRAD" -o TAP "$@"
  expect_stdout "$direct"
  expect_code "$direct_code"
}
under spec/passing_spec.lua
expect_code 0
expect_stdout_has 1..8
expect_stdout_has 'ok 7'
[[ $stdout != *'not ok'* ]] || mismatch 'stdout without' 'not ok' "$stdout"
under spec/failing_spec.lua
expect_code 1
expect_stdout_has 'not ok 1 - what fails is unequal'
expect_stdout_has 'raised here'
under spec
expect_code 1
expect_stdout_has 1..11
run in_scratch "$NILGRAD" /usr/bin/busted absent_spec.lua
expect_code 1
# A spec that names busted's runner is a script of its own.
{ echo 'require "busted.runner"()'; cat "$scratch/spec/passing_spec.lua"; } >"$scratch/alone.lua"
run in_scratch "$NILGRAD" alone.lua -o TAP
expect_code 0
expect_stdout_has 1..8
