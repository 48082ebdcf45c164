"""?name and help(name) tell something of every name, and ng is there."""
from terminal import expect_equal, open_prompt

with open_prompt() as prompt:
    expect_equal(prompt.run("ng == require 'nilgrad'"), "true")
    assert "?name" in prompt.run("help()")
    assert "?name" in prompt.run("?")
    assert prompt.run("?ng.minimize")
    assert prompt.run("help 'ng.minimize'")
    assert prompt.run("help(ng.minimize)")
    assert "ng.perturbation.rademacher" in prompt.run("??rademacher")
    assert "nothing speaks of 'xyzzy'" in prompt.run("??xyzzy")
    assert "did you mean" in prompt.run("?ng.minim")
    assert "upper" in prompt.run("?string")
    assert "no help on 'no_such_thing'" in prompt.run("? no_such_thing ")
    assert "no help on 'a b'" in prompt.run("?a b")
    prompt.run("mine = {field = 1}")
    assert "field = 1" in prompt.run("?mine")
    assert prompt.run("help(nil)")
    prompt.run("package.loaded['nilgrad.help'] = {show = function(x) "
               "if x == 'ng.known' then return 'KNOWN' end return nil, {'ng.known'} end}")
    expect_equal(prompt.run("?ng.known"), "KNOWN")
    expect_equal(prompt.run("?ng.knwon"), "no help on 'ng.knwon'; did you mean ng.known?")
    assert "field = 1" in prompt.run("?mine")
    prompt.run("package.loaded['nilgrad.help'] = {show = function() error 'broken' end}")
    assert "broken" in prompt.run("?ng.known")
    expect_equal(prompt.run("1"), "1")
