"""With every editor: stopped, continued, ended: signals_test.py readline|libedit|none"""
import os
import signal
import sys
import time

from terminal import CTRL_C, CTRL_D, CTRL_Z, PROGRAM, TAB, Prompt, expect_equal, open_prompt

EDITOR = sys.argv[1]

with Prompt(program=("/bin/bash", "--norc", "--noprofile", "-i"), PS1="bash$ ", LC_ALL="C.UTF-8") as shell:
    shell.expect("bash$ ")
    shell.type(PROGRAM + "\n")
    shell.expect("\n> ")
    shell.type("print('half")
    shell.expect("half")
    shell.wait_until_asleep()
    shell.type(CTRL_Z)
    shell.expect("Stopped")
    shell.expect("bash$ ")
    shell.type("fg\n")
    shell.expect("nilgrad")
    if EDITOR == "none":  # the terminal has dropped what was typed
        shell.type("print('half")
    else:
        shell.expect("print('half")
    shell.type(" done')\n")
    shell.expect("\nhalf done\n")
    shell.expect("> ")
    shell.type(CTRL_D)
    shell.expect("bash$ ")

# in the background it waits for the terminal, also when it is continued there
with Prompt(program=("/bin/bash", "--norc", "--noprofile", "-i"), PS1="bash$ ", LC_ALL="C.UTF-8") as shell:
    shell.expect("bash$ ")
    shell.type(PROGRAM + " &\n")
    shell.expect("PUC-Rio)\n")
    for again in range(2):
        time.sleep(0.3)
        shell.type("jobs; bg; echo its \"terminal\"\n")
        shell.expect("Stopped")
        shell.expect("its terminal")
    time.sleep(0.3)
    shell.type("fg\n")
    shell.expect("nilgrad")
    time.sleep(0.3)  # bash gives the terminal away
    shell.type("2^10\n")
    shell.expect("1024.0\n")

for ending in (signal.SIGHUP, signal.SIGTERM):
    with open_prompt() as prompt:
        prompt.type("half a line")
        prompt.expect("half a line")
        prompt.wait_until_asleep()
        expect_equal(prompt.is_line_mode(), EDITOR == "none")
        os.kill(prompt.pid, ending)
        expect_equal(prompt.exit_code(), -ending)
        assert prompt.is_line_mode()

with open_prompt() as prompt:
    prompt.run("slow = setmetatable({}, {__index = function() while true do end end})")
    if EDITOR != "none":
        prompt.type("slow.a.b" + TAB)
        prompt.expect("slow.a.b")
        prompt.type(CTRL_C)
        prompt.expect("^C\n")
        prompt.expect("> ")
    for code in ("io.read()", "os.execute 'exec sleep 100'"):
        prompt.type("print 'begun' " + code + "\n")
        prompt.expect("\nbegun\n")
        prompt.wait_until_asleep()
        prompt.type(CTRL_C)
        prompt.expect("> ")
        expect_equal(prompt.run("1 + 1"), "2")
    # what a program read to its end is not at its end for the prompt
    prompt.type("print 'begun' print(#io.read 'a')\n")
    prompt.expect("\nbegun\n")
    prompt.type("four\n" + CTRL_D)
    prompt.expect("\n5\n> ")
    expect_equal(prompt.run("1 + 1"), "2")
