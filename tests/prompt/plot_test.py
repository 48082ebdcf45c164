"""Plots on a terminal: it is asked once what it can show, the answer stays out of the input, and its modes are as they were."""
import os
import shutil
import tempfile
import termios
import time

from terminal import CTRL_C, Prompt, expect_equal

SCRIPT = """
local ng = require "nilgrad"
if arg[1] then os.execute "bash -c 'until read -t 0; do sleep 0.01; done'" end   -- until something is typed
ng.plot.lines { series = { { name = "squares", y = { 1, 4, 9 } }, { y = { 1, 2, 3 } } }, title = "a plot", width = 300, height = 200 }
ng.plot.images({ { { 0, 1 }, { 1, 0 } } }, { cell = 20 })
io.write "say: "
print("line: " .. io.read())
"""
QUESTION, KITTY_QUESTION = "\033[c", "\033_Gi=31"
SIXEL, KITTY = "\033Pq", "\033_Gf=100,a=T"
BLUE = "\033[38;2;43;143;214m"


class Answering(Prompt):
    """A terminal that answers `answer` to the question of its kind."""

    def __init__(self, *arguments, answer="", **environment):
        self.answer, self.answered = answer, False
        super().__init__(*arguments, **environment)

    def read(self, seconds):
        alive = super().read(seconds)
        if QUESTION in self.raw and not self.answered:
            self.answered = True
            os.write(self.terminal, self.answer.encode())
        return alive


def modes(prompt):
    return termios.tcgetattr(prompt.terminal)[:4]


def plot(script, answer="", **environment):
    """What a terminal that answers so was sent, in a script that then reads a line."""
    with Answering(script, answer=answer, COLORTERM="truecolor", **environment) as prompt:
        before = modes(prompt)
        prompt.expect("say: ")
        prompt.type("hello\n")
        prompt.expect("line: hello")
        expect_equal(modes(prompt), before)
        expect_equal(prompt.exit_code(), 0)
        return prompt.raw


def expect_drawn(raw, wanted, unwanted):
    for part in wanted:
        if part not in raw:
            raise AssertionError("expected %r in %r" % (part, raw))
    for part in unwanted:
        if part in raw:
            raise AssertionError("expected no %r in %r" % (part, raw))


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "plot.lua")
    with open(path, "w") as file:
        file.write(SCRIPT)

    plain = plot(path, "\033[?1;2c")
    expect_drawn(plain, [KITTY_QUESTION, "a plot", "squares", BLUE, "▀"], [SIXEL, KITTY, "^[["])
    expect_equal(plain.count(QUESTION), 1)  # two plots

    if shutil.which("gnuplot"):
        expect_drawn(plot(path, "\033[?62;4;22c"), [SIXEL], [KITTY, "▀", "^[["])
        expect_drawn(plot(path, "\033_Gi=31;OK\033\\\033[?62;c"), [KITTY], [SIXEL, "▀", "^[["])
        expect_drawn(plot(path, "", NILGRAD_GRAPHICS="kitty"), [KITTY], [QUESTION])
    expect_drawn(plot(path, "\033[?4;6c"), ["squares"], [SIXEL])  # the terminal's class is no attribute
    expect_drawn(plot(path, "\033[?1;2c", NO_COLOR="1"), ["●── squares"], ["\033[3", "▀"])
    expect_drawn(plot(path, "", TERM="dumb"), ["●── squares"], [QUESTION, "\033["])
    expect_drawn(plot(path, "", NILGRAD_GRAPHICS="blocks"), ["squares", "▀"], [QUESTION])
    expect_drawn(plot(path, "\033[?1;2c", LANG="C"), ["*--", "squares", "@"], ["▀", "●"])

    # A terminal that never answers is waited for a second, once.
    begin = time.monotonic()
    expect_drawn(plot(path), ["squares", "▀"], [SIXEL, KITTY])
    if time.monotonic() - begin > 30:
        raise AssertionError("a terminal that does not answer was waited for too long")

    # What was typed ahead is not taken for an answer: the terminal is not asked.
    with Answering(path, "wait", COLORTERM="truecolor") as prompt:
        prompt.type("ahead\n")
        prompt.expect("line: ahead")
        expect_drawn(prompt.raw, ["squares"], [QUESTION])

    # Ctrl-C ends the waiting, and the terminal echoes as before.
    with Prompt(path) as prompt:
        before = modes(prompt)
        while QUESTION not in prompt.raw:
            prompt.read(0.1)
        prompt.type(CTRL_C)
        expect_equal(prompt.exit_code(), 130)
        expect_equal(modes(prompt), before)

# At the prompt the answer does not end up in the line that is edited.
with Answering(answer="\033[?62;4;22c") as prompt:
    prompt.expect("> ")
    prompt.type("ng.plot.lines { series = { { y = { 1, 2 } } }, rows = 5 }\n")
    while not prompt.answered:
        prompt.read(0.1)
    prompt.type("print(6 * 7)\n")
    prompt.expect("42\n")
    expect_drawn(prompt.text(), [], ["unexpected symbol", "62;4"])
