"""Values are printed as one can read them, and never flood the screen."""
import fcntl
import struct
import termios
import time

from terminal import CTRL_C, expect_equal, open_prompt

with open_prompt() as prompt:
    def shows(chunk, wanted):
        expect_equal(prompt.run(chunk), wanted)

    shows("1 + 1", "2")
    shows("=10 // 3", "3")
    shows("1, nil, 'three'", '1\nnil\n"three"')
    shows("x = 5", "")
    shows("x", "5")
    shows("_ + 1", "6")
    shows("print(_)", "6")
    shows("_", "6")
    shows("local y = 7 return y", "7")
    shows("-- a comment", "")
    shows("   ", "")
    shows("1e15, 2^53, 1/0, -0.0, 3 | 4", "1e+15\n9.007199254741e+15\ninf\n-0.0\n7")
    shows(r"'a\nb\t\0\200\"' .. 'é'", r'"a\nb\t\000\200\"é"')
    shows("{}", "{}")
    shows("{1, 'a', {2, {3, {4, {5}}}}, [10] = 2, ['a b'] = 3, k = true, ['end'] = 4}",
          '{\n  1, "a", { 2, { 3, { 4, {…} } } }, k = true, ["a b"] = 3, ["end"] = 4,\n  [10] = 2,\n}')
    shows("{[2.5] = 1, [-1] = 2, [30] = 3, [4] = 4, [true] = 5}",
          '{ [-1] = 2, [true] = 5, [2.5] = 1, [4] = 4, [30] = 3 }')
    shows("t = {} t.self = t return t", "{ self = {…cycle…} }")
    shows("setmetatable({}, {__tostring = function() return 'says so' end})", "says so")
    shows("setmetatable({}, {__tostring = function() error('no', 0) end})", "<table whose __tostring failed: no>")
    shows("type(_)", '"table"')
    assert prompt.run("io.stdout").startswith("file (0x")
    assert prompt.run("print").startswith("function: ")

    many = prompt.run("t = {} for i = 1, 1e6 do t[i] = i end return t")
    assert many.startswith("{\n  1, 2, 3") and "… 999976 more" in many and len(many) < 1000, many
    values = prompt.run("table.unpack(t, 1, 1e5)")
    assert values.startswith("1\n2\n") and values.endswith("\n100\n… 99900 more values"), values[-100:]
    keys = prompt.run("t = {} for i = 1, 1e5 do t['k' .. i] = {i, {i}} end return t")
    assert "… more" in keys and len(keys) < 4000, keys
    nested = prompt.run("t = {} for i = 1, 24 do t[i] = {} for j = 1, 24 do t[i][j] = {1, 2, 3} end end return t")
    assert len(nested) < 6000, len(nested)
    long_text = prompt.run("('x'):rep(1e6)")
    assert long_text.endswith("… (1000000 bytes)") and len(long_text) < 4100, long_text[-80:]
    long_object = prompt.run("setmetatable({}, {__tostring = function() return ('x'):rep(1e6) end})")
    assert len(long_object) < 4100

    shows("error 'mistake'", "stdin:1: mistake\n    error 'mistake'")
    shows("error({code = 1})", "(error object is a table value)\n{ code = 1 }\n    error({code = 1})")
    shows("x x", "stdin:1: syntax error near 'x'\n    x x\n      ^")
    shows("getmetatable('').__index = nil", "")
    shows("1", "1")

# Tensors and tables fit the terminal that there is.
with open_prompt() as prompt:
    def widest(text):
        return max(len(line) for line in text.split("\n") if not line.startswith("tensor"))

    expect_equal(prompt.run("ng.tensor { 1, 2, 3 }"), "tensor [3] float64 { 1, 2, 3 }")
    expect_equal(prompt.run("ng.tensor {{1, 20}, {300, 4}}"), "tensor [2, 2] float64\n{ {   1,  20 },\n  { 300,   4 } }")
    expect_equal(prompt.run("{ ng.tensor { 1, 2 }, x = ng.tensor.zeros { 3, 5 }, f = print }"),
                 "{ tensor [2] float64 { 1, 2 }, f = function, x = tensor [3, 5] float64 }")
    prompt.run("t = ng.tensor.uniform({ 300, 400 }, ng.random(1)) t[{ 1, 1 }] = 0/0")
    prompt.run("list = {} for i = 1, 20 do list[i] = 'item number ' .. i end")
    shown = {}
    for columns in (60, 80, 132):
        fcntl.ioctl(prompt.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        time.sleep(0.2)
        shown[columns] = prompt.run("t") + "\n" + prompt.run("list")
        assert widest(shown[columns]) <= columns, shown[columns]
        assert "tensor [300, 400] float64: min " in shown[columns] and "; 1 NaN\n{ {" in shown[columns], shown[columns]
    assert shown[60].count("\n") > shown[132].count("\n")
    assert widest(shown[132]) > 100
    huge = prompt.run("ng.tensor.zeros { 3000, 3000 }")
    assert len(huge) < 1000, huge
    # Interrupted while it is shown, the session goes on.
    prompt.type("setmetatable({}, { __tostring = function() while true do end end })\n")
    prompt.expect("end end })\n")
    time.sleep(0.3)
    prompt.type(CTRL_C)
    prompt.expect("interrupted!")
    prompt.expect("\n> ")
    expect_equal(prompt.run("1 + 1"), "2")
    shows_ng = prompt.run("ng")
    assert shows_ng.count("\n") < 45 and "minimize = function" in shows_ng, shows_ng
