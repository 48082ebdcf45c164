"""A chunk is one edit and one unit of the history, however many lines it has."""
import os
import stat
import tempfile

from terminal import CTRL_C, CTRL_D, CTRL_R, ESC, UP, expect_equal, open_prompt

home = tempfile.TemporaryDirectory()
history = os.path.join(home.name, ".local/share/nilgrad/history")

with open_prompt(home=home.name) as prompt:
    prompt.type("for i = 1, 2 do\n")
    prompt.expect("for i = 1, 2 do\n")
    prompt.type("  print('line', i)\n")
    prompt.expect("i)\n")
    prompt.type("end\n")
    prompt.expect("end\nline\t1\nline\t2\n> ")
    prompt.type(UP)
    prompt.expect("for i = 1, 2 do\n  print('line', i)\nend")
    prompt.type("\n")
    prompt.expect("2\n> ")

    for unfinished, rest in (("2 +", "3"), ("f = function()", "end"), ("{", "}"), ("x = [[", "]]"), ("--[[", "]] 1"), ("print(", "1)")):
        prompt.type(unfinished + "\n")
        prompt.expect(unfinished + "\n")
        prompt.type(rest + "\n")
        prompt.expect(rest + "\n")
        prompt.expect("> ")

    # a paste is one edit, its newlines included
    prompt.type(ESC + "[200~a = 1\nb = 2\nc = a + b" + ESC + "[201~")
    prompt.expect("c = a + b")
    prompt.type("\n")
    prompt.expect("> ")
    expect_equal(prompt.run("c"), "3")

    # Ctrl-C drops the line and nothing else
    prompt.type("nonsense (")
    prompt.expect("nonsense (")
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.type("while true do\n")
    prompt.expect("do\n")
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    expect_equal(prompt.run("c + 1"), "4")

    prompt.type(CTRL_R + "for i")
    prompt.expect("end")
    prompt.type("\n")
    prompt.expect("2\n> ")
    expect_equal(prompt.run("c"), "3")
    expect_equal(prompt.run("'back\\\\slash\\n'"), '"back\\\\slash\\n"')
    prompt.type(CTRL_D)
    expect_equal(prompt.exit_code(), 0)

expect_equal(stat.S_IMODE(os.stat(history).st_mode), 0o600)
with open(history) as file:
    lines = file.read().splitlines()
expect_equal(lines.count("for i = 1, 2 do\\n  print('line', i)\\nend"), 2)  # used twice, a line was in between
assert "a = 1\\nb = 2\\nc = a + b" in lines and not any("nonsense" in line for line in lines), lines

# the next session knows them, each once, the last one first
with open(history, "a") as file:
    file.write("torn line without its end")
with open_prompt(home=home.name) as prompt:
    prompt.type(UP)
    prompt.expect("torn line")
    prompt.type(UP)
    prompt.expect("'back\\\\slash\\n'")
    prompt.type(UP + UP)
    prompt.expect("for i = 1, 2 do\n  print('line', i)\nend")
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.type("os.exit(7)\n")
    expect_equal(prompt.exit_code(), 7)

# a history that cannot be kept is no error
with open_prompt(HOME="/dev/null") as prompt:
    expect_equal(prompt.run("1"), "1")
state = tempfile.TemporaryDirectory()
with open_prompt(XDG_STATE_HOME=state.name) as prompt:
    expect_equal(prompt.run("'kept here'"), '"kept here"')
assert os.path.exists(os.path.join(state.name, "nilgrad/history"))

home.cleanup()
state.cleanup()
