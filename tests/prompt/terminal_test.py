"""Colours and editing are for terminals that have them; banner, prompts and times are for people."""
import time

from terminal import CTRL_C, CTRL_D, expect_equal, open_prompt

with open_prompt() as prompt:
    assert prompt.text().startswith("nilgrad "), prompt.text()
    prompt.run("error 'red'")
    assert "\x1b[31m" in prompt.raw
    assert prompt.run("local t = os.clock() repeat until os.clock() - t > 1.1").endswith(" s)")

with open_prompt(NO_COLOR="1") as prompt:
    prompt.run("error 'plain'")
    assert "\x1b[31m" not in prompt.raw and "\x1b[1m" not in prompt.raw, prompt.raw

with open_prompt(TERM="dumb") as prompt:
    expect_equal(prompt.run("1 + 1"), "2")
    prompt.type("for i = 1, 2 do\n")
    prompt.expect(">> ")
    prompt.type("end\n")
    prompt.expect("\n> ")
    prompt.type("half a line")
    prompt.expect("half a line")
    time.sleep(1)  # the echo is the terminal's: the program may not be reading yet, and a Ctrl-C before that waits for the next
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.type("print 'begun' while true do end\n")
    prompt.expect("\nbegun\n")
    prompt.type(CTRL_C)
    prompt.expect("interrupted!")
    prompt.expect("> ")
    expect_equal(prompt.run("2 + 2"), "4")
    assert "\x1b" not in prompt.raw, prompt.raw
    prompt.type(CTRL_D)
    expect_equal(prompt.exit_code(), 0)

with open_prompt("-e", "x = 42", "-i") as prompt:
    expect_equal(prompt.run("x"), "42")
with open_prompt("-i", "-e", "print 'before'", "tests/program/coroutines.lua", "a", "b") as prompt:
    assert "\nbefore\n" in prompt.text() and "\nbottom\n" in prompt.text()
    expect_equal(prompt.run("arg[0], arg[2]"), '"tests/program/coroutines.lua"\n"b"')
with open_prompt() as prompt:
    prompt.type("count = 0 _PROMPT = setmetatable({}, {__tostring = function() count = count + 1 return 'unit ' .. count .. '$ ' end})\n")
    prompt.expect("unit 1$ ")
    prompt.type("print(_PROMPT)\n")
    prompt.expect("\nunit 2$ \nunit 3$ ")
    prompt.type("_PROMPT = setmetatable({}, {__tostring = error})\n")
    prompt.expect("\n> ")
with open_prompt("-W") as prompt:
    assert "Lua warning: heard" in prompt.run("warn 'heard'")
