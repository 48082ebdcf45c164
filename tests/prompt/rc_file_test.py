"""A person's own rc.lua is run before the first prompt, and -i goes on after a script with what that left."""
import os
import subprocess
import tempfile

from terminal import PROGRAM, expect_equal, open_prompt

with tempfile.TemporaryDirectory() as home:
    os.makedirs(os.path.join(home, ".config/nilgrad"))
    rc = os.path.join(home, ".config/nilgrad/rc.lua")

    def write_rc(text):
        with open(rc, "w") as file:
            file.write(text)

    write_rc("mine = type(ng.minimize)\n_PROMPT = 'own> '\n")
    with open_prompt(home=home) as prompt:
        assert "own> " in prompt.text(), prompt.text()
        prompt.type("mine\n")
        prompt.expect('"function"\nown> ')
        prompt.type(":list\n")
        prompt.expect("   1   mine\nown> ")
    for option in ("--no-rc", "-E"):
        with open_prompt(option, "-i", home=home) as prompt:
            expect_equal(prompt.run("mine"), "nil")
    expect_equal(subprocess.run([PROGRAM, "-i"], input="mine\n", env={"HOME": home}, capture_output=True, text=True).stdout, "nil\n")
    expect_equal(subprocess.run([PROGRAM, "-e", "print(mine)"], env={"HOME": home}, capture_output=True, text=True).stdout, "nil\n")

    write_rc("before = 1\nlocal t = nil\nt.x = 2\n")
    with open_prompt(home=home) as prompt:
        assert "rc.lua:3: attempt to index a nil value (local 't')\n    t.x = 2\n    ^\n" in prompt.text(), prompt.text()
        expect_equal(prompt.run("before"), "1")
    write_rc("x = = 1\n")
    with open_prompt(home=home) as prompt:
        assert "rc.lua:1: unexpected symbol near '='\n    x = = 1\n" in prompt.text(), prompt.text()
        expect_equal(prompt.run("1 + 1"), "2")

    config = os.path.join(home, "elsewhere")
    os.makedirs(os.path.join(config, "nilgrad"))
    with open(os.path.join(config, "nilgrad/rc.lua"), "w") as file:
        file.write("mine = 'elsewhere'")
    with open_prompt(home=home, XDG_CONFIG_HOME=config) as prompt:
        expect_equal(prompt.run("mine"), '"elsewhere"')

    script = os.path.join(home, "script.lua")
    with open(script, "w") as file:
        file.write("from_script = arg[1] .. #arg\nfunction of_script() return undefined.field end\n")
    with open_prompt("-i", script, "a", "b", XDG_CONFIG_HOME=config) as prompt:
        expect_equal(prompt.run("from_script, arg[0], mine"), '"a2"\n"%s"\n"elsewhere"' % script)
        assert "    function of_script() return undefined.field end\n" in prompt.run("of_script()")
