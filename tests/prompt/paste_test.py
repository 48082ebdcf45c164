"""A paste is one edit: it runs nothing before Enter, whatever is in it, and its size makes no one wait."""
from terminal import CTRL_C, CTRL_R, ESC, LEFT, UP, expect_equal, open_prompt, sanitized

LINE = "some text of sixty characters or so, with\ttabs and more...\n"
LINES, SIZE, LONG_LINE = (80000, "4.7 MB", 30000) if sanitized() else (170000, "10.0 MB", 3000000)  # seconds otherwise, not minutes
BEGIN, END = ESC + "[200~", ESC + "[201~"
UNDO = "\x1f"

with open_prompt() as prompt:
    prompt.type(BEGIN + "a = 1\nb = 2\nif a then\n\tc = a + b\nend\n" + END)
    prompt.shows("> a = 1", ">> b = 2", ">> if a then", ">>      c = a + b", ">> end", ">>", cursor=(5, 3))
    prompt.type("\n")
    prompt.shows(">> end", ">>", ">")
    expect_equal(prompt.run("c"), "3")
    prompt.type(UP + UP)
    prompt.shows("> a = 1", ">> b = 2", ">> if a then", ">>      c = a + b", ">> end", ">>")
    prompt.type(CTRL_C)
    prompt.shows(">")
    # into a line, taken back in one, keys after it
    prompt.type("f()" + LEFT + BEGIN + "1,\n2" + END + ", 3")
    prompt.shows("> f(1,", ">> 2, 3)", cursor=(1, 7))
    prompt.type("\b\b\b" + UNDO * 4)
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    # what looks like keys or is no text
    prompt.type(BEGIN.encode() + b"--\x01\x09\x00\xff\x1b[A\x7f" + END.encode())
    prompt.shows("> --^A  \ufffd\\xff^[[A^?")
    prompt.type("\n")
    prompt.shows("> --^A  \ufffd\\xff^[[A^?", ">")
    # while a search or a count has begun
    for begun in (CTRL_R + "b =", ESC + "3"):
        prompt.type(begun + BEGIN + "os.exit(1)\nos.exit(2)\n" + END)
        prompt.expect("exit(2)")
        prompt.type(CTRL_C)
        prompt.expect("\n> ")
    expect_equal(prompt.run("c"), "3")

    prompt.type(BEGIN.encode() + b"1 +\r\n2\n" + END.encode())
    prompt.shows("> 1 +", ">> 2", ">>")
    prompt.type("\n")
    prompt.shows("3", ">")
    # megabytes
    prompt.type(BEGIN + "x = [[\n" + LINE * LINES + "]]" + END)
    prompt.shows(">> ]]", "(a part of %s)" % SIZE, cursor=(0, 5))
    prompt.type("--" + LEFT * 2)
    prompt.shows(">> ]]--", "(a part of %s)" % SIZE, cursor=(0, 5))
    prompt.type("\n")
    prompt.expect("\n> ")
    expect_equal(prompt.run("#x"), str(len(LINE) * LINES))
    # Ctrl-C ends one that is still coming; nothing of it is taken for keys
    prompt.type(BEGIN + "os.exit(3)\n" * 20000)
    prompt.type(CTRL_C)
    prompt.type("os.exit(4)\n" * 20000 + END)
    prompt.shows("> ^C", ">")
    expect_equal(prompt.run("c"), "3")
    prompt.type(BEGIN + "it never ends")
    prompt.type(CTRL_C)
    prompt.shows("> ^C", ">")
    expect_equal(prompt.run("c"), "3")
    # a terminal that does not tell pastes from keys
    prompt.type("y = '" + "z" * LONG_LINE + "'\n")
    prompt.expect("\n> ")
    expect_equal(prompt.run("#y"), str(LONG_LINE))
    prompt.type("sum = 0\n" + "sum = sum + 1\n" * 300 + "sum\n")
    prompt.shows("300", ">")
