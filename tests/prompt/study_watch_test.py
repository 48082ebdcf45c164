"""nilgrad study watch on a terminal: it repaints, q and Ctrl-C leave, and the terminal is as it was."""
import os
import subprocess
import tempfile

from terminal import CTRL_C, PROGRAM, Prompt, expect_equal

SCRIPT = """
local ng = require "nilgrad"
local study = ng.study { storage = arg[1], sampler = ng.sampler.random(), seed = 1 }
study:optimize(function(trial) return trial:float("x", -1, 1) ^ 2 end, { trials = 10, progress = false })
trial = study:ask()
trial:report(3, 0.25)
print "ready"
io.read()   -- the trial is held until then
"""
SHOWN, HIDDEN = "\033[?1049h", "\033[?25h\033[?1049l"



def leave(prompt, keys, code):
    prompt.type(keys)
    expect_equal(prompt.exit_code(), code)
    while prompt.read(0.1):  # what it wrote last may come after its end is known
        pass


with tempfile.TemporaryDirectory() as folder:
    storage, script = os.path.join(folder, "study.db"), os.path.join(folder, "tune.lua")
    with open(script, "w") as file:
        file.write(SCRIPT)
    with subprocess.Popen([PROGRAM, script, storage], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        expect_equal(worker.stdout.readline(), b"ready\n")
        with Prompt("study", "watch", storage, "--every", "0.2") as prompt:
            prompt.expect("trials   11: 10 complete, 1 running")
            prompt.expect("lease of ")
            prompt.expect("q quits")
            prompt.expect("q quits")  # it looked again
            leave(prompt, "q", 0)
            expect_equal((prompt.raw.count(SHOWN), prompt.raw.count(HIDDEN)), (1, 1))
        with Prompt("study", "watch", storage) as prompt:
            prompt.expect("q quits")
            leave(prompt, CTRL_C, 130)
            expect_equal(prompt.raw.count(HIDDEN), 1)
        worker.stdin.close()
