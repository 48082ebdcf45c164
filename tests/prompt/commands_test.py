"""Lines that begin with a colon: load, edit, save, list, time, type, doc, reload, shell, help, quit."""
import os
import subprocess
import tempfile
import time

from terminal import CTRL_C, PROGRAM, expect_equal, open_prompt


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def read(path):
    with open(path) as file:
        return file.read()


with tempfile.TemporaryDirectory() as folder, open_prompt(TMPDIR=folder) as prompt:
    def shows(chunk, wanted):
        expect_equal(prompt.run(chunk), wanted)

    def path(name):
        return os.path.join(folder, name)

    # load
    write(path("with blank.lua"), "loaded = 3\nlocal own = 4\nreturn loaded + own\n")
    shows(":load " + path("with blank.lua"), "7")
    shows(":load '%s'" % path("with blank.lua"), "7")
    shows("loaded, own", "3\nnil")
    write(path("costly.lua"), "ng.objective.sphere { dim = 1 } { 1 }")
    assert prompt.run(":load " + path("costly.lua")).endswith("s, 1 evaluation)")
    assert "cannot open" in prompt.run(":load " + path("absent.lua"))
    shows(":load", "usage: :load FILE")

    # list and save: what ran well, as a script that does the same
    shows("x = 20", "")
    shows("x + 1, x + 2", "21\n22")
    shows("error 'not kept'", "stdin:1: not kept\n    error 'not kept'")
    prompt.run("for i = 1, 2 do\n  x = x + i\nend")
    shows("local hidden = 5 return hidden -- a comment", "5")
    shows("do local hidden = 6 end", "")
    shows("hidden", "nil")
    shows("=x", "23")
    shows("if x then return end", "")
    shows("print 'printed'", "printed")
    prompt.run("help(print)")
    prompt.run("function twice(v)\n  local half = v\n  return 2 * half\nend")
    shows("(print)(twice(4))", "8")
    listed = prompt.run(":list")
    assert "   7   x + 1, x + 2\n   8 ! error 'not kept'\n   9   for i = 1, 2 do\n         x = x + i\n       end" in listed, listed
    expect_equal(prompt.run(":list 6-7"), "   6   x = 20\n   7   x + 1, x + 2")
    shows(":save " + path("session.lua 6-"), "written: " + path("session.lua"))
    ran = subprocess.run([PROGRAM, path("session.lua")], capture_output=True, text=True)
    expect_equal((ran.stdout, ran.stderr, ran.returncode), ("21\t22\n5\nnil\n23\nprinted\n8\n", "", 0))
    assert "\nfunction twice(v)\n  local half = v\n  return 2 * half\nend\n" in read(path("session.lua")), read(path("session.lua"))
    assert read(path("session.lua")).startswith('local ng = require "nilgrad"\nx = 20\nprint(x + 1, x + 2)\n'), read(path("session.lua"))
    assert "is there already; ':save! " in prompt.run(":save " + path("session.lua"))
    shows(":save! " + path("session.lua 6-7"), "written: " + path("session.lua"))
    expect_equal(read(path("session.lua")), 'local ng = require "nilgrad"\nx = 20\nprint(x + 1, x + 2)\n')
    assert "no such chunks" in prompt.run(":save " + path("none.lua 900-"))
    assert "cannot write" in prompt.run(":save /nowhere/at/all.lua")
    expect_equal([name for name in os.listdir(folder) if "partial" in name], [])

    # The last values are kept in a script that speaks of them.
    shows("6 * 7", "42")
    shows("_ + 1", "43")
    shows("__, 'two'", "42\n\"two\"")
    shows("_", "42")
    shows("nil", "nil")
    shows("_", "42")
    numbers = [line.split()[0] for line in prompt.run(":list").split("\n")]
    prompt.run(":save %s %d-" % (path("last.lua"), int(numbers[-6])))
    ran = subprocess.run([PROGRAM, path("last.lua")], capture_output=True, text=True)
    expect_equal((ran.stdout, ran.stderr), ("42\n43\n42\ttwo\n42\nnil\n42\n", ""))

    # time and type
    timed = prompt.run(":time ng.minimize(ng.objective.sphere { dim = 2 }, { budget = 30, optimizer = ng.optimizer.random_search(), "
                       "lower = 0, upper = 1 }).evaluations")
    assert timed.startswith("30\n(") and timed.endswith(" s, 30 evaluations)"), timed
    assert prompt.run(":time x = 1").endswith(" s)")
    assert "evaluation" not in prompt.run("x = 2")
    assert prompt.run("ng.objective.sphere { dim = 2 } { 1, 2 }").endswith("s, 1 evaluation)")
    shows(":type 1, 1.5, 'x', {}, nil", "number (integer)\nnumber (float)\nstring\ntable\nnil")
    shows(":type ng.tensor { 1 }, print, function() end",
          "nilgrad.tensor (userdata)\nfunction (native)\nfunction (stdin:1)")
    assert "unexpected symbol" in prompt.run(":type +")

    # doc and help
    assert "ng.minimize(f" in prompt.run(":doc ng.minimize")
    assert ":reload MODULE" in prompt.run(":help") and ":reload MODULE" in prompt.run(":")
    shows(":help save", ":save FILE [n-m]\n  write this session's chunks, or some, as a script")
    assert "ng.minimize(f" in prompt.run(":help ng.minimize")
    shows(":relaod x", "no command ':relaod'; did you mean ':reload'? (:help lists them)")
    shows(":ty 1", "number (integer)")
    shows("::label::", "")
    shows("  :type 1", "number (integer)")

    # reload keeps the module's table, and the old one when the new fails
    write(path("changing.lua"), "local M = { old = 1, version = 1 } function M.get() return M.version end return M\n")
    prompt.run("package.path = '%s/?.lua;' .. package.path" % folder)
    prompt.run("changing = require 'changing' held = changing")
    write(path("changing.lua"), "return { version = 2, get = function() return 'new' end }\n")
    shows(":reload changing", "")
    shows("held.version, held.get(), held.old, held == require 'changing'", '2\n"new"\nnil\ntrue')
    write(path("changing.lua"), "return { version = = 3 }\n")
    broken = prompt.run(":reload changing")
    assert "changing.lua:1: unexpected symbol" in broken and "return { version = = 3 }" in broken, broken
    shows("held.version, held == require 'changing'", "2\ntrue")
    write(path("changing.lua"), "error 'at load'\n")
    assert "at load" in prompt.run(":reload changing")
    shows("held.version", "2")
    assert "is not loaded; require it first" in prompt.run(":reload absent")
    assert "part of the program" in prompt.run(":reload nilgrad.json")

    # shell
    shows(":shell echo $((20 + 3))", "23")
    shows(":!echo 'one  two'", "one  two")
    shows(":! exit 3", "exit code 3")
    prompt.type(":shell echo begun; exec sleep 60\n")
    prompt.expect("\nbegun\n")
    time.sleep(0.5)  # a shell that is just about to begin sleep may lose a signal
    prompt.type(CTRL_C)
    prompt.expect("killed by signal 2 (Interrupt)\n> ")
    shows("1 + 1", "2")

# edit
with tempfile.TemporaryDirectory() as folder:
    editor, kept, script = (os.path.join(folder, name) for name in ("an editor.sh", "kept", "my script.lua"))
    write(editor, '#!/bin/sh\ncp "$1" "%s" 2>/dev/null\necho "edited = (edited or 0) + 1 return edited" > "$1"\n' % kept)
    os.chmod(editor, 0o755)
    with open_prompt(VISUAL="'%s'" % editor, EDITOR="false", TMPDIR=folder) as prompt:
        prompt.run("'the last chunk'")
        expect_equal(prompt.run(":edit"), "1")
        expect_equal(read(kept), "'the last chunk'\n")
        expect_equal(prompt.run(":edit " + script), "2")
        assert [name for name in os.listdir(folder) if name.startswith("nilgrad")] == []
    with open_prompt(EDITOR="false", TMPDIR=folder) as prompt:
        prompt.run("edited = 10")
        expect_equal(prompt.run(":edit"), "the editor 'false' failed (exit code 1); nothing is run")
        expect_equal(prompt.run("edited"), "10")
        prompt.type(":quit\n")
        expect_equal(prompt.exit_code(), 0)
    with open_prompt(TMPDIR="/nowhere", EDITOR="true") as prompt:
        assert "cannot write" in prompt.run(":edit")
        expect_equal(prompt.run("1 + 1"), "2")
