"""What does not fit the terminal: lines go on in the next row, chunks are seen in part, and a terminal may change its size."""
from terminal import CTRL_A, CTRL_C, CTRL_E, DOWN, LEFT, TAB, UP, expect_equal, open_prompt

with open_prompt(columns=20, rows=6) as prompt:
    # a line that fills its row, is broken, and joined again
    prompt.type("x = '" + "a" * 13)
    prompt.shows("> x = 'aaaaaaaaaaaaa", "", cursor=(1, 0))
    prompt.type("b")
    prompt.shows("> x = 'aaaaaaaaaaaaa", "b", cursor=(1, 1))
    prompt.type("\b" + LEFT)
    prompt.shows("> x = 'aaaaaaaaaaaaa", cursor=(0, 19))
    prompt.type(CTRL_E + "b'" + CTRL_A)
    prompt.shows("> x = 'aaaaaaaaaaaaa", "b'", cursor=(0, 2))
    prompt.type("yy" + CTRL_E)
    prompt.shows("> yyx = 'aaaaaaaaaaa", "aab'", cursor=(1, 4))
    prompt.type("\n")
    prompt.shows("> yyx = 'aaaaaaaaaaa", "aab'", ">")
    # a wide character is not cut in two
    prompt.type("'1234567890123456日'")
    prompt.shows("> '1234567890123456", "日'", cursor=(1, 3))
    prompt.type(LEFT * 2)
    prompt.shows("> '1234567890123456", "日'", cursor=(1, 0))
    prompt.type("\n")
    prompt.shows("日'", '"1234567890123456日"', ">")

    # of a chunk with more lines than the terminal, those around the cursor are seen
    prompt.type("t = {\n" + "".join("%d,\n" % i for i in range(1, 9)))
    prompt.shows(">> 5,", ">> 6,", ">> 7,", ">> 8,", ">>", "(lines 6-10 of 10)", cursor=(4, 3))
    prompt.type(UP * 3)
    prompt.shows(">> 5,", ">> 6,", ">> 7,", ">> 8,", ">>", "(lines 6-10 of 10)", cursor=(1, 3))
    prompt.type(UP * 3)
    prompt.shows(">> 3,", ">> 4,", ">> 5,", ">> 6,", ">> 7,", "(lines 4-8 of 10)", cursor=(0, 3))
    prompt.type(DOWN * 10 + "}\n")
    prompt.shows(">> 6,", ">> 7,", ">> 8,", ">> }", ">")
    expect_equal(prompt.run("#t"), "8")

    # completions never take more than half of it; Tab turns the pages
    prompt.run("o = {} for i = 1, 30 do o['k' .. i] = i end")
    prompt.type("o." + TAB)
    prompt.shows("> o.k", cursor=(0, 5))
    prompt.type(TAB)
    prompt.shows("> o.k", "k1   k12  k15  k18", "k10  k13  k16  k19", "k11  k14  k17  k2", "(1-12 of 30; Tab sho", cursor=(0, 5))
    prompt.type(TAB + TAB)
    prompt.shows("> o.k", "k4   k6   k8", "k5   k7   k9", "(25-30 of 30; Tab sh", cursor=(0, 5))
    prompt.type("7")
    prompt.shows("> o.k7", cursor=(0, 6))
    prompt.type("\n")
    prompt.shows("> o.k7", "7", ">")

# a new size: the chunk is laid out anew in the place where it was
for breaks_rows, kind in ((True, {}), (False, {"XTERM_VERSION": "XTerm(379)"})):
    with open_prompt(columns=50, rows=10, **kind) as prompt:
        expect_equal(prompt.run("'above'"), '"above"')
        prompt.type("do\n  local s = 'a line that is longer than others'\nprint(#s)" + UP)
        prompt.shows('"above"', "> do", ">>   local s = 'a line that is longer than others'", ">> print(#s)", cursor=(2, 12))
        prompt.resize(30, 10, breaks_rows)
        prompt.shows('"above"', "> do", ">>   local s = 'a line that is", " longer than others'", ">> print(#s)", cursor=(2, 12))
        prompt.type(DOWN)
        prompt.shows(" longer than others'", ">> print(#s)", cursor=(1, 12))
        prompt.resize(60, 4, breaks_rows)
        prompt.shows("> do", ">>   local s = 'a line that is longer than others'", ">> print(#s)", cursor=(2, 12))
        prompt.type(" end\n")
        prompt.shows(">> print(#s) end", "33", ">")

# rows that are one line are put together again by terminals that break rows anew
with open_prompt(columns=30, rows=10) as prompt:
    expect_equal(prompt.run("'above'"), '"above"')
    prompt.type("'this line is in three rows of the terminal, as long as it is narrow'")
    prompt.shows('"above"', "> 'this line is in three rows", "of the terminal, as long as it", " is narrow'")
    prompt.resize(50, 10, breaks_rows=True)
    prompt.type("1")
    prompt.shows('"above"', "> 'this line is in three rows of the terminal, as", "long as it is narrow'1", cursor=(2, 22))
    prompt.resize(20, 10, breaks_rows=True)
    prompt.type("2")
    prompt.shows('"above"', "> 'this line is in t", "hree rows of the ter", "minal, as long as it", " is narrow'12", cursor=(4, 13))
    # no key is needed in between, nor for Ctrl-C after it
    line = "> 'this line is in three rows of the terminal, as long as it is narrow'12"
    for columns in (60, 61) * 10:
        prompt.resize(columns, 10)  # as if cut off: the screen is right only when the line was written anew
        prompt.shows(line[:columns], line[columns:])
    prompt.type(CTRL_C)
    prompt.expect("^C\n")
    prompt.shows(">")
