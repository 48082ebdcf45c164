"""Ctrl-C interrupts what runs, wherever it runs, and keeps the session and its state."""
import os
import tempfile

from terminal import CTRL_C, CTRL_R, TAB, expect_equal, open_prompt

LOOPS = (
    "while true do n = n + 1 end",
    "while true do n = n + 1 pcall(error) end",
    "coroutine.wrap(function() while true do n = n + 1 end end)()",
    "while true do pcall(coroutine.wrap(function() while true do n = n + 1 pcall(error) end end)) end",
    "f = ng.objective.rosenbrock {dim = 10} ng.minimize(f, {optimizer = ng.optimizer.random_search {}, budget = 10^12 // 1})",
    "return setmetatable({}, {__tostring = function() print 'begun' while true do n = n + 1 end end})",
    "return setmetatable({}, {__tostring = function() print 'begun' while true do n = n + 1 pcall(error) end end})",
)

with open_prompt() as prompt:
    # nothing runs: what is typed is dropped
    prompt.run("slow = setmetatable({}, {__index = function(_, key) if key == 'field' then while true do end end end})")
    for typed, seen in (("half a line", ("> half a line",)),
                        ("for i = 1, 2 do\n  print(i)\n", ("> for i = 1, 2 do", ">>   print(i)", ">>")),
                        (CTRL_R + "slow", ("(reverse-i-search)`slow': slow = setmetatable({}, {__index = function(_, key) if",)),
                        ("\x1b5", ("(arg: 5)",))):
        prompt.type(typed)
        prompt.expect(seen[0][-8:])
        prompt.type(CTRL_C)
        prompt.expect("^C\n")
        prompt.shows(">", cursor=(0, 2))
        expect_equal(prompt.run("1 + 1"), "2")
    prompt.type("slow.field.x" + TAB)
    prompt.expect("slow.field.x")
    prompt.type(CTRL_C)
    prompt.shows("> slow.field.x^C", ">")
    expect_equal(prompt.run("1 + 1"), "2")

    for loop in LOOPS:
        prompt.run("n = 0 co = coroutine.create(function() while true do coroutine.yield(n) end end)")
        prompt.type(loop + "\n" if "begun" in loop else "print 'begun' " + loop + "\n")
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
    # a program that was started gets the Ctrl-C too
    prompt.type("print(os.execute \"echo begun; exec sleep 100\")\n")
    prompt.expect("\nbegun\n")
    prompt.type(CTRL_C)
    prompt.shows("^Cnil   signal  2", ">")
    # output that floods the screen
    prompt.type("n = 0 while true do n = n + 1 print(('line %d '):format(n):rep(9)) end\n")
    prompt.expect("line 500")
    prompt.type(CTRL_C)
    prompt.expect("interrupted!")
    prompt.expect("\n> ")
    expect_equal(prompt.run("n > 500"), "true")
    expect_equal(prompt.run("debug.gethook()"), "nil")

    # code that does not come back is ended by a second Ctrl-C
    prompt.type("print 'begun' string.find(('a'):rep(3000), ('.-'):rep(12) .. 'b')\n")
    prompt.expect("\nbegun\n")
    expect_equal(prompt.exit_code(meanwhile=CTRL_C), 130)  # two that come too close are one

# a gnuplot that does not end when it is interrupted, as the real one at times
with tempfile.TemporaryDirectory() as folder:
    gnuplot = os.path.join(folder, "gnuplot")
    with open(gnuplot, "w") as file:
        file.write("#!/bin/sh\ntrap '' INT\necho begun >/dev/tty\nsleep 1000\n")
    os.chmod(gnuplot, 0o755)
    with open_prompt(PATH=folder + ":" + os.environ["PATH"]) as prompt:
        prompt.type("ng.plot.lines { series = { { y = { 1, 2 } } }, file = '%s/lines.png' }\n" % folder)
        prompt.expect("\nbegun\n")
        prompt.type(CTRL_C)
        prompt.expect("interrupted!")
        prompt.expect("\n> ")
        expect_equal(prompt.run("1 + 1"), "2")
    expect_equal(os.listdir(folder), ["gnuplot"])
