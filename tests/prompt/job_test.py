"""A prompt is a job like others: it is stopped and goes on, and however it ends, the terminal is as programs expect it."""
import os
import signal
import tempfile
import time

from terminal import CTRL_C, CTRL_D, CTRL_Z, PROGRAM, ESC, UP, Prompt, expect_equal, open_prompt

# in a shell: Ctrl-Z gives it back the terminal, fg goes on with what was typed
with Prompt(program=("/bin/bash", "--norc", "--noprofile", "-i"), PS1="bash$ ", LC_ALL="C.UTF-8") as shell:
    shell.expect("bash$ ")
    shell.type(PROGRAM + "\n")
    shell.expect("\n> ")
    shell.type("for i = 1, 2 do\nprint('half" + UP)
    shell.shows("> for i = 1, 2 do", ">> print('half", cursor=(0, 13))
    shell.type(CTRL_Z)
    shell.expect("bash$ ")
    assert shell.look()[-5:-2] == ["> for i = 1, 2 do", ">> print('half", ""], shell.look()
    shell.type("echo out\"\"side\n")
    shell.expect("outside")
    shell.expect("bash$ ")
    shell.type("fg\n")
    shell.shows("> for i = 1, 2 do", ">> print('half", cursor=(0, 13))
    shell.type("\x1b[B done') end\n")
    shell.shows("> for i = 1, 2 do", ">> print('half done') end", "half done", "half done", ">")
    # while code runs, too
    shell.type("n = 0 print 'begun' while n < 2e7 do n = n + 1 end print(n)\n")
    shell.expect("\nbegun\n")
    shell.type(CTRL_Z)
    shell.expect("bash$ ")
    shell.type("fg\n")
    shell.expect("\n20000000\n")
    shell.expect("> ")
    shell.type(CTRL_D)
    shell.expect("bash$ ")

for ending, code in ((signal.SIGHUP, -signal.SIGHUP), (signal.SIGTERM, -signal.SIGTERM)):
    for busy in (False, True):
        with tempfile.TemporaryDirectory() as home, open_prompt(home=home) as prompt:
            expect_equal(prompt.run("'kept'"), '"kept"')
            prompt.type("print 'begun' while true do end\n" if busy else "half a line")
            prompt.expect("\nbegun\n" if busy else "half a line")
            expect_equal(prompt.is_line_mode(), busy)  # running code finds a terminal that echoes
            os.kill(prompt.pid, ending)
            expect_equal(prompt.exit_code(), code)
            assert prompt.is_line_mode()
            assert busy or prompt.raw.rstrip().endswith(ESC + "[?2004l"), prompt.raw[-20:]
            with open(os.path.join(home, ".local/share/nilgrad/history")) as file:
                expect_equal(file.readline(), "'kept'\n")

# the terminal goes away
prompt = open_prompt()
os.close(prompt.terminal)
deadline = time.monotonic() + 60
while os.waitpid(prompt.pid, os.WNOHANG) == (0, 0):
    assert time.monotonic() < deadline, "it outlives its terminal"
    time.sleep(0.01)

# after a prompt that was left, and after an exit in the middle of a line
for chunk, code in ((CTRL_D, 0), ("os.exit(5)\n", 5)):
    with open_prompt() as prompt:
        prompt.type(chunk)
        expect_equal(prompt.exit_code(), code)
        assert prompt.is_line_mode()
