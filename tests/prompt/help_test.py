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
    assert "string.format(format, …) -> string" in prompt.run("?string.format")
    assert "math.floor(x) -> integer" in prompt.run("help(math.floor)")
    assert "string.rep(s, n" in prompt.run("?string")
    assert "did you mean string.format?" in prompt.run("?strng.format")
    assert "string.gmatch(" in prompt.run("??captures")
    prompt.run("t = ng.tensor { 1 } study = ng.study { seed = 1 } opt = ng.optimizer.cmaes()")
    assert "t:sum(" in prompt.run("?t.sum") and "t:sum(" in prompt.run("help 't:sum'")
    assert "one evaluation a trial" in prompt.run("?study:optimize")
    assert "CMA-ES" in prompt.run("help(opt)") and "CMA-ES" in prompt.run("?opt")
    expect_equal(prompt.run("for _, name in ipairs { 'coroutine', 'debug', 'io', 'math', 'os', 'package', 'string', 'table', 'utf8' } do "
                            "for key in pairs(_G[name]) do if not require 'nilgrad.lua_library'.show(name .. '.' .. key) then "
                            "print(name, key) end end end"), "")
    prompt.run("object = setmetatable({}, { __index = function(_, key) return { found = key } end })")
    assert 'found = "lazy"' in prompt.run("?object.lazy")
    long = prompt.run("?ng.minimize").split("\n")
    assert max(len(line) for line in long if not line.startswith("   ")) <= 80, long
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
