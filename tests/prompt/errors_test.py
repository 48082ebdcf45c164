"""An error shows the line it is about, points at the place where that is known, and tells the way there without our own frames."""
import os
import tempfile

from terminal import expect_equal, open_prompt

with open_prompt() as prompt:
    def shows(chunk, wanted):
        expect_equal(prompt.run(chunk), wanted)

    # Syntax errors point at the token that could not be.
    shows("x = = 2", "stdin:1: unexpected symbol near '='\n    x = = 2\n        ^")
    shows("for for", "stdin:1: <name> expected near 'for'\n    for for\n        ^^^")
    shows("=1 +* 2", "stdin:1: unexpected symbol near '*'\n    =1 +* 2\n        ^")
    shows("goto nowhere", "stdin:1: no visible label 'nowhere' for <goto> at line 1\n    goto nowhere\n         ^^^^^^^")
    shows("x y -- y", "stdin:1: syntax error near 'y'\n    x y -- y\n      ^")

    # Runtime errors show the line that failed, also of functions typed earlier.
    prompt.run("function f(x) return x.y.z end")
    shows("f({})", "stdin:1: attempt to index a nil value (field 'y')\n    function f(x) return x.y.z end\n"
                   "                           ^\nstack traceback:\n\tstdin:1: in function 'f'")
    prompt.run("function g(x) local r = f(x) return r end")
    shows("local v = g({}) return v", "stdin:1: attempt to index a nil value (field 'y')\n    function f(x) return x.y.z end\n"
          "                           ^\nstack traceback:\n\tstdin:1: in function 'f'\n\tstdin:1: in function 'g'\n\tstdin:1: in main chunk")
    prompt.run("object = { field = function()\n  local t = nil\n  return t.x\nend }")
    assert "stdin:3: attempt to index a nil value (local 't')\n    return t.x\n           ^\n" in prompt.run("object.field()")
    shows("undefined()", "stdin:1: attempt to call a nil value (global 'undefined')\n    undefined()\n    ^^^^^^^^^")
    shows("local t; t.x = 1", "stdin:1: attempt to index a nil value (local 't')\n    local t; t.x = 1\n             ^")
    shows("error('said', 0)", "said\n    error('said', 0)")
    shows("ng.minimize(print, { dim = 1, budgt = 3 })",
          "stdin:1: unknown option 'budgt' of ng.minimize; did you mean 'budget'?\n"
          "    ng.minimize(print, { dim = 1, budgt = 3 })\n                                  ^^^^^")
    wide = prompt.run("local s = '" + "é" * 300 + "' .. nothing.x")
    assert all(len(line) <= 80 for line in wide.split("\n")) and wide.endswith(" ^^^^^^^"), wide

    # Whatever is raised is told.
    shows("error(nil)", "(error object is a nil value)\n    error(nil)")
    shows("error {}", "(error object is a table value)\n{}\n    error {}")
    shows("error({ kind = 'option', code = 3 })",
          "(error object is a table value)\n{ code = 3, kind = \"option\" }\n    error({ kind = 'option', code = 3 })")
    shows("error(setmetatable({}, { __tostring = function() return 'speaks' end }))",
          "speaks\n    error(setmetatable({}, { __tostring = function() return 'speaks' end }))")
    assert prompt.run("error(setmetatable({}, { __tostring = function() error 'mute' end }))").startswith("stdin:1: mute")
    loud = prompt.run("error(('x'):rep(1e6))")
    assert len(loud) < 9000 and "(1000009 bytes)" in loud, loud[-100:]
    prompt.run("function deep(n) return 1 + deep(n + 1) end")
    deep = prompt.run("deep(1)")
    assert "stack overflow" in deep and "(10 times)" in deep and "more levels" in deep and len(deep.split("\n")) < 12, deep
    assert "closing" in prompt.run("do local c <close> = setmetatable({}, { __close = function() error 'closing' end }) end")
    shows("1 + 1", "2")

with tempfile.TemporaryDirectory() as folder, open_prompt("-W") as prompt:
    assert "Lua warning: error in __gc" in prompt.run("do setmetatable({}, { __gc = function() error 'collected' end }) end collectgarbage()")
    with open(os.path.join(folder, "script.lua"), "w") as file:
        file.write("local function inner()\n  local list\n  return list[1]\nend\n\nreturn inner()\n")
    with open(os.path.join(folder, "broken.lua"), "w") as file:
        file.write("x = 1\nx = = 2\n")
    prompt.run("package.path = '%s/?.lua;' .. package.path" % folder)
    failed = prompt.run("dofile '%s/script.lua'" % folder)
    assert "script.lua:3: attempt to index a nil value (local 'list')\n    return list[1]\n           ^^^^\n" in failed, failed
    assert "[C]: in function 'dofile'" in failed and "[C]: in ?" not in failed, failed
    broken = prompt.run("require 'broken'")
    assert broken.count("broken.lua:2:") == 1 and "    x = = 2" in broken, broken
    expect_equal(prompt.run("load('local a = 1\\nerror(a.b.c)')()").split("\n")[1], "    error(a.b.c)")
    expect_equal(prompt.run("1 + 1"), "2")

with open_prompt(NO_COLOR="1") as prompt:
    prompt.run("f()")
    assert "\x1b[31m" not in prompt.raw and "\x1b[2m" not in prompt.raw, prompt.raw
