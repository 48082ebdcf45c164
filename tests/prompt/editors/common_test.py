"""What every editor does: common_test.py readline|libedit|none"""
import os
import subprocess
import sys
import tempfile

from terminal import CTRL_A, CTRL_C, CTRL_D, CTRL_R, ESC, LEFT, PROGRAM, TAB, UP, expect_equal, open_prompt

EDITOR = sys.argv[1]
facts = subprocess.run([PROGRAM, "info"], stdout=subprocess.PIPE, check=True).stdout.decode()
assert any(line.split()[:2] in (["editor", EDITOR], ["editor", EDITOR + ":"]) for line in facts.splitlines()), facts
home = tempfile.TemporaryDirectory()

with open_prompt(home=home.name) as prompt:
    expect_equal(prompt.run("1 + 1"), "2")
    prompt.type("for i = 1, 2 do\n")
    prompt.expect("do\n")
    prompt.wait_until_asleep()
    prompt.type("print('line', i)\n")
    prompt.expect("i)\n")
    prompt.wait_until_asleep()
    prompt.type("end\n")
    prompt.shows("line    1", "line    2", ">")
    prompt.type("nonsense (")
    prompt.expect("nonsense (")
    prompt.wait_until_asleep()
    prompt.type(CTRL_C)
    prompt.expect("^C\n")
    prompt.shows(">", cursor=(0, 2))
    prompt.type("print 'begun' while true do end\n")
    prompt.expect("\nbegun\n")
    prompt.type(CTRL_C)
    prompt.expect("interrupted!")
    prompt.expect("\n> ")
    expect_equal(prompt.run("2 + 2"), "4")
    expect_equal(prompt.run("'日本é'"), '"日本é"')
    prompt.type(b"#'\xff\xfe'\n")
    prompt.expect("\n> ")
    expect_equal(prompt.run("3 + 3"), "6")
    if EDITOR != "none":
        prompt.type("12" + LEFT + "5" + CTRL_A + CTRL_D + "7\n")
        prompt.shows("> 752", "752", ">")
        prompt.type("string.rev" + TAB + "('abc')\n")
        prompt.shows("> string.reverse('abc')", '"cba"', ">")
        prompt.type("string.re" + TAB)
        prompt.expect("string.re")
        prompt.type(TAB)
        prompt.expect("rep      reverse")
        prompt.type("p('abc', 2)\n")
        prompt.shows("> string.rep('abc', 2)", '"abcabc"', ">")
        # a chunk is one unit: recalled whole, edited, found again
        prompt.type(UP * 8)
        prompt.type(CTRL_C)
        prompt.expect("^C\n")
        prompt.shows(">")
        prompt.type(CTRL_R + "'line'")
        prompt.expect("end")
        prompt.type("\n")
        prompt.shows("line    1", "line    2", ">")
        prompt.type(UP)
        prompt.expect("end")
        prompt.type("\n")
        prompt.shows("line    1", "line    2", ">")
        # a paste runs nothing before Enter
        prompt.type(ESC + "[200~a = 1\nb = 2\nprint(a + b)" + ESC + "[201~")
        prompt.expect("print(a + b)")
        prompt.wait_until_asleep()
        assert "\n3\n" not in prompt.text()[-40:]
        prompt.type("\n")
        prompt.shows("3", ">")
        prompt.type(ESC + "[200~x = [[" + "many bytes in a line\n" * 50000 + "]]" + ESC + "[201~")
        prompt.type("\n#x\n")
        prompt.expect("\n1050000\n")
        prompt.resize(60, 20)
        prompt.type("4 + 4\n")
        prompt.shows("8", ">")
        assert prompt.raw.count(ESC + "[?2004h") > 5
    else:
        assert ESC + "[?" not in prompt.raw, prompt.raw
    prompt.type(CTRL_D)
    expect_equal(prompt.exit_code(), 0)
    assert prompt.is_line_mode()

if EDITOR != "none":
    with open(os.path.join(home.name, ".local/share/nilgrad/history")) as file:
        lines = file.read().splitlines()
    assert "for i = 1, 2 do\\nprint('line', i)\\nend" in lines and "a = 1\\nb = 2\\nprint(a + b)" in lines, lines
    expect_equal(len(lines), len(set(lines)))
home.cleanup()
