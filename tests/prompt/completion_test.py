"""Tab completes keywords, globals and fields, through __index and __fields, and runs nothing that could hurt."""
from terminal import CTRL_C, TAB, expect_equal, open_prompt

with open_prompt() as prompt:
    def completes(typed, wanted):
        prompt.type(typed + TAB)
        prompt.expect(wanted)
        prompt.type(CTRL_C)
        rest = prompt.expect("\n> ")
        assert rest.strip("^C") in ("", "(no"), rest

    def stays(typed):
        prompt.type(typed + TAB + "|")
        prompt.expect(typed + "|")
        prompt.type(CTRL_C)
        prompt.expect("\n> ")

    completes("whi", "while")
    completes("coro", "coroutine")
    completes("string.rev", "string.reverse")
    completes("print(math.flo", "print(math.floor")
    completes("ng.minim", "ng.minimize")
    completes("ng.plo", "ng.plot")
    completes("ng.estimator.two", "ng.estimator.two_point")
    completes("ng.tokenizer.lo", "ng.tokenizer.load")
    prompt.run("f = ng.objective.sphere {dim = 2}")
    completes("f.di", "f.dim")
    prompt.run("t = ng.tensor {1, 2}")
    completes("t:argma", "t:argmax")
    completes("t.argma", "t.argmax")
    prompt.run("text = 'abc' object = setmetatable({own_field = {inner_field = 1}, own_method = print}, "
               "{__index = setmetatable({inherited = print}, {__index = function(_, k) if k == 'lazy' then return {found = 1} end end}), "
               "__fields = {'listed_field', 'lazy'}})")
    completes("text:upp", "text:upper")
    completes("object.own_f", "object.own_field")
    completes("object.own_field.inn", "object.own_field.inner_field")
    completes("object.inh", "object.inherited")
    completes("object.lis", "object.listed_field")
    completes("object:own_m", "object:own_method")
    stays("object:own_fi")
    stays("no_such_thing.x")
    stays("nil.x")
    stays("f().x")
    stays("text.absent.x")
    prompt.run("raising = setmetatable({}, {__index = function() error 'raised' end}) _G['not a name'] = 1")
    stays("raising.a.b")
    stays("object.lazy.fo")  # no function of the user's is called
    stays("not ")

    prompt.type("string.re" + TAB + TAB)
    prompt.shows("> string.re", "rep      reverse", cursor=(0, 11))
    prompt.type(CTRL_C)
    prompt.expect("\n> ")
    prompt.run("looping = setmetatable({}, {__index = function() while true do end end})")
    stays("looping.a.b")
    expect_equal(prompt.run("1"), "1")
