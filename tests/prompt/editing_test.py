"""A chunk is edited as one text, however many lines it has, and the screen shows it as it is."""
from terminal import (CTRL_A, CTRL_C, CTRL_D, CTRL_E, CTRL_K, CTRL_U, DOWN, ESC, LEFT, RIGHT, UP, TAB, expect_equal, open_prompt)

ALT_ENTER = ESC + "\n"
UNDO = "\x1f"

with open_prompt() as prompt:
    # Enter opens another line in a chunk that is not whole, and ends one that is
    prompt.type("for i = 1, 2 do\n")
    prompt.shows("> for i = 1, 2 do", ">>", cursor=(1, 3))
    prompt.type("  print('line', i)\nend\n")
    prompt.shows("> for i = 1, 2 do", ">>   print('line', i)", ">> end", "line    1", "line    2", ">")
    for unfinished, rest in (("2 +", "3"), ("f = function()", "end"), ("{", "}"), ("x = [[", "]]"), ("--[[", "]] 1"), ("print(", "1)")):
        prompt.type(unfinished + "\n")
        prompt.shows("> " + unfinished, ">>")
        prompt.type(rest + "\n")
        prompt.expect("\n> ")

    # cursor keys move within it, and Enter runs it from anywhere
    prompt.type("if true then\nprint 'a'\nend" + UP)
    prompt.shows("> if true then", ">> print 'a'", ">> end", cursor=(1, 6))
    prompt.type(CTRL_E + LEFT + "bc" + UP)
    prompt.shows("> if true then", ">> print 'abc'", ">> end", cursor=(0, 12))
    prompt.type(CTRL_A + DOWN + DOWN + "--[[]] " + UP + CTRL_A + RIGHT)
    prompt.shows("> if true then", ">> print 'abc'", ">> --[[]] end", cursor=(1, 4))
    prompt.type("\n")
    prompt.shows("> if true then", ">> print 'abc'", ">> --[[]] end", "abc", ">")
    # the column is kept past shorter lines
    prompt.type("f {1234567890," + "\n2,\n34567890" + LEFT + UP + UP)
    prompt.shows("> f {1234567890,", ">> 2,", ">> 34567890", cursor=(0, 9))
    prompt.type(DOWN + DOWN + ".")
    prompt.shows("> f {1234567890,", ">> 2,", ">> 3456789.0", cursor=(2, 11))
    prompt.type(CTRL_C)  # which drops keys that nobody has read yet
    prompt.shows("> f {1234567890,", ">> 2,", ">> 3456789.0^C", ">")

    # Alt-Enter breaks a chunk that is whole; lines are killed, joined and brought back one by one
    prompt.type("one = 1" + ALT_ENTER + "two = 2" + ALT_ENTER + "print(one, two)")
    prompt.shows("> one = 1", ">> two = 2", ">> print(one, two)")
    prompt.type(UP + CTRL_A + CTRL_K)
    prompt.shows("> one = 1", ">>", ">> print(one, two)", cursor=(1, 3))
    prompt.type(CTRL_K)
    prompt.shows("> one = 1", ">> print(one, two)", cursor=(1, 3))
    prompt.type(UNDO + UNDO)
    prompt.shows("> one = 1", ">> two = 2", ">> print(one, two)", cursor=(1, 10))
    prompt.type(CTRL_U + "two = 3")
    prompt.shows("> one = 1", ">> two = 3", ">> print(one, two)")
    prompt.type(CTRL_A + CTRL_A + CTRL_D * 3 + "zwei" + CTRL_E + CTRL_E + "\n")
    prompt.shows("> zwei = 1", ">> two = 3", ">> print(one, two)", "nil     3", ">")
    # recalled, it can be edited; what was in the history stays
    prompt.type(UP)
    prompt.shows("> zwei = 1", ">> two = 3", ">> print(one, two)", cursor=(0, 10))
    prompt.type(LEFT + "1" + DOWN + DOWN + CTRL_A + CTRL_K + "print(zwei)\n")
    prompt.shows("> zwei = 11", ">> two = 3", ">> print(zwei)", "11", ">")
    prompt.type(UP + UP + "23" + UP)
    prompt.shows('> if true then', ">> print 'abc'", ">> --[[]] end")
    prompt.type("\n" + UP + UP + UP)
    prompt.shows("> zwei = 1", ">> two = 3", ">> print(one, two)")
    prompt.type(CTRL_C)
    prompt.shows(">> print(one, two)^C", ">")
    prompt.type("do" + "\n" + TAB + "print(5) end\n")
    prompt.shows("> do", ">>   print(5) end", "5", ">")

    # Ctrl-C drops the line and nothing else; Ctrl-D deletes, and leaves where there is nothing
    prompt.type("nonsense (" + CTRL_A + CTRL_D)
    prompt.shows("> onsense (", cursor=(0, 2))
    prompt.type(CTRL_C)
    prompt.shows("> onsense (^C", ">")
    expect_equal(prompt.run("two"), "3")

    # whatever is in it is seen: wide characters, accents, control characters, bytes that are no text
    prompt.type("'日本' .. 'e\u0301' .. 'x'" + LEFT * 9)
    prompt.shows("> '日本' .. 'e\u0301' .. 'x'", cursor=(0, 13))
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.type(b"#'\xff\xc3(\xe2\x82' \x16\x01\x16\t|")
    prompt.shows(r"> #'\xff\xc3(\xe2\x82' ^A       |")
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.type(b"#'\xff\xc3(\xe2\x82'\n")
    prompt.shows(r"> #'\xff\xc3(\xe2\x82'", "5", ">")
    prompt.type("\0\x1b\x1bab")
    prompt.shows("> ab")
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.type(CTRL_D)
    expect_equal(prompt.exit_code(), 0)
