"""Ctrl-C interrupts what runs, wherever it runs, and keeps the session and its state."""
from terminal import CTRL_C, expect_equal, open_prompt

LOOPS = (
    "while true do n = n + 1 end",
    "while true do n = n + 1 pcall(error) end",
    "coroutine.wrap(function() while true do n = n + 1 end end)()",
    "while true do pcall(coroutine.wrap(function() while true do n = n + 1 pcall(error) end end)) end",
    "f = ng.objective.rosenbrock {dim = 10} ng.minimize(f, {optimizer = ng.optimizer.random_search {}, budget = 10^12 // 1})",
    "setmetatable({}, {__tostring = function() while true do n = n + 1 end end})",
    "setmetatable({}, {__tostring = function() while true do n = n + 1 pcall(error) end end})",
)

with open_prompt() as prompt:
    for loop in LOOPS:
        prompt.run("n = 0 co = coroutine.create(function() while true do coroutine.yield(n) end end)")
        prompt.type("print 'begun' return " + loop + "\n" if loop.startswith("setm") else "print 'begun' " + loop + "\n")
        prompt.expect("\nbegun\n")
        prompt.type(CTRL_C)
        prompt.expect("stdin:1: interrupted!")
        prompt.expect("\n> ")
        expect_equal(prompt.run("n >= 0, coroutine.resume(co)").split("\n")[:2], ["true", "true"])
    prompt.type("print 'begun' io.read()\n")
    prompt.expect("\nbegun\n")
    prompt.wait_until_asleep()
    prompt.type(CTRL_C)
    prompt.expect("interrupted!")
    prompt.expect("\n> ")
    expect_equal(prompt.run("debug.gethook()"), "nil")

    # code that does not come back is ended by a second Ctrl-C
    prompt.type("print 'begun' string.find(('a'):rep(3000), ('.-'):rep(12) .. 'b')\n")
    prompt.expect("\nbegun\n")
    expect_equal(prompt.exit_code(meanwhile=CTRL_C), 130)  # two that come too close are one
