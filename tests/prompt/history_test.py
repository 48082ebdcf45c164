"""Chunks are kept for later sessions, each once; a history that cannot be kept is worth one warning."""
import os
import stat
import tempfile

from terminal import CTRL_C, CTRL_D, CTRL_R, ESC, UP, expect_equal, open_prompt

home = tempfile.TemporaryDirectory()
history = os.path.join(home.name, ".local/share/nilgrad/history")
LOOP = "for i = 1, 2 do\\n  print('line', i)\\nend"


def lines():
    with open(history) as file:
        return file.read().splitlines()


def leave(prompt):
    prompt.type(CTRL_D)
    expect_equal(prompt.exit_code(), 0)


with open_prompt(home=home.name) as prompt:
    prompt.type(LOOP.replace("\\n", "\n") + "\n")
    prompt.shows("line    1", "line    2", ">")
    expect_equal(prompt.run("'back\\\\slash\\n'"), '"back\\\\slash\\n"')
    expect_equal(prompt.run("   "), "")
    prompt.run("x = 1")
    # Ctrl-R finds a chunk, shows all of it and brings it back to be run or edited
    prompt.type(CTRL_R + "for i")
    prompt.shows("(reverse-i-search)`for i': for i = 1, 2 do", ">>   print('line', i)", ">> end", cursor=(0, 27))
    prompt.type("\n")
    prompt.shows("> for i = 1, 2 do", ">>   print('line', i)", ">> end", "line    1", "line    2", ">")
    prompt.type(CTRL_R + "line" + CTRL_R)
    prompt.shows("(failed reverse-i-search)`line': for i = 1, 2 do", ">>   print('line', i)", ">> end")
    prompt.type("\x07")  # Ctrl-G: back to what was typed
    prompt.shows("line    2", ">")
    # other processes may write at any time, and one may have been cut off
    with open(history, "a") as file:
        file.write("torn line")
    prompt.run("x = 2")
    prompt.run("x = 1")
    expect_equal(lines().count("x = 1"), 2)
    leave(prompt)

expect_equal(stat.S_IMODE(os.stat(history).st_mode), 0o600)
expect_equal(stat.S_IMODE(os.stat(os.path.dirname(history)).st_mode), 0o700)
expect_equal(lines(), ["'back\\\\\\\\slash\\\\n'", LOOP, "torn line", "x = 2", "x = 1"])

# the next session knows them, the last one first; a chunk takes one Up, whatever its length
with open_prompt(home=home.name) as prompt:
    prompt.type(UP + UP)
    prompt.shows("> x = 2")
    prompt.type(UP)
    prompt.shows("> torn line")
    prompt.type(UP)
    prompt.shows("> for i = 1, 2 do", ">>   print('line', i)", ">> end", cursor=(0, 17))
    prompt.type(UP)
    prompt.shows("> 'back\\\\slash\\n'")
    prompt.type(CTRL_C)
    prompt.shows(">")
    prompt.type("os.exit(7)\n")
    expect_equal(prompt.exit_code(), 7)

# two prompts at once lose nothing
with open_prompt(home=home.name) as one, open_prompt(home=home.name) as other:
    for i in range(20):
        one.run("one = %d" % i)
        other.run("other = %d" % i)
    one.run("x = 1")
    leave(one)
    leave(other)
expect_equal(sorted(lines()), sorted(set(lines())))
assert {"one = %d" % i for i in range(20)} | {"other = %d" % i for i in range(20)} <= set(lines()), lines()


def warning(prepare):
    """What is said in the first session with a history that is not as it should be; the second must be no worse."""
    with tempfile.TemporaryDirectory() as state:
        path = os.path.join(state, "nilgrad/history")
        os.mkdir(os.path.dirname(path))
        prepare(path)
        with open_prompt(XDG_STATE_HOME=state) as prompt:
            expect_equal(prompt.run("1").split("\n")[-1], "1")
            expect_equal(prompt.run("2"), "2")
            leave(prompt)
            said = prompt.text().replace("\n", "")
            expect_equal(said.count("nilgrad: "), 1)
            return said


def fill(path, text):
    with open(path, "wb") as file:
        file.write(text)


assert "cannot read the history" in warning(os.mkdir)
assert "has 2 lines that are no text" in warning(lambda path: fill(path, b"x = 1\n\0\xff\n\xc3(\ny = 2\n"))
assert "its last 16 MiB are kept" in warning(lambda path: fill(path, b"x = 'a longer line'\n" * 1000000))
assert "this session's chunks are not kept" in warning(lambda path: os.symlink("/dev/full/x", path))
with open_prompt(HOME="/dev/null") as prompt:
    assert "cannot read the history" in prompt.text(), prompt.text()
    expect_equal(prompt.run("1"), "1")
home.cleanup()
