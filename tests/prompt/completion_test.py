"""Tab completes keywords, globals and fields, through __index and __fields, and runs nothing that could hurt."""
import os
import tempfile

from terminal import CTRL_C, TAB, expect_equal, open_prompt


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


with open_prompt() as prompt:
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
    prompt.run("printing = setmetatable({}, {__index = function() print 'printed' end, __pairs = function() error 'walked' end})")
    stays("printing.a.b")
    stays("printing.")
    prompt.run("circle = setmetatable({}, {}) getmetatable(circle).__index = circle")
    stays("circle.abs.x")
    stays("circle.abs")
    prompt.run("large = {} for i = 1, 2e4 do large['key' .. i] = i end large.special = 1 return nil")
    completes("large.spec", "large.special")
    prompt.run("huge = {} for i = 1, 1e6 do huge['key' .. i] = i end return nil")
    stays("huge.absent")

    # Options of the braces around the cursor, and what they may be
    completes("ng.minimize(f, { optim", "ng.minimize(f, { optimizer = ")
    completes("ng.estimator.two_point { per", "ng.estimator.two_point { perturbation = ")
    completes("ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { que", "two_point { queries = ")
    completes("ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { queries = 8 }, up", "}, update = ")
    stays("ng.estimator.two_point { queries = 8, quer")
    prompt.run("study = ng.study { seed = 1 } shorter = ng.minimize")
    completes("study:optimize(function(t) return 1, { 2 } end, { tri", "{ trials = ")
    completes("shorter(f, { bud", "{ budget = ")
    completes("ng.study { sampler = ng.sampler.tp", "ng.sampler.tpe")
    completes("ng.study { sampler = n", "ng.sampler.")
    completes("ng.attack.run { method = ng.attack.squ", "ng.attack.square")
    completes("ng.attack.run { method = n", "method = ng.attack.")
    completes('ng.estimator.two_point { side = "ce', '"central"')
    completes('ng.estimator.two_point { side = \'fo', "'forward'")
    completes("ng.minimize(f, { noisy = tr", "noisy = true")
    stays("plain = { optim")
    completes("t[1] = ng.attack.squ", "ng.attack.square")
    prompt.run("list = {{inner = 1}, named = {deeper = 2}}")
    completes("list[1].inn", "list[1].inner")
    completes("list['named'].dee", "list['named'].deeper")

    # What follows a question mark or a colon
    completes("?ng.minim", "?ng.minimize")
    completes("??ng.study.conf", "??ng.study.confirm")
    completes(":rel", ":reload ")
    completes(":time ng.minim", ":time ng.minimize")
    completes(":doc string.rev", ":doc string.reverse")
    stays(":unknown ng.minim")
    expect_equal(prompt.run("1"), "1")

# Modules after require, files in other strings
with tempfile.TemporaryDirectory() as folder:
    os.makedirs(os.path.join(folder, "package_folder"))
    os.makedirs(os.path.join(folder, "a folder"))
    for name in ("module_one.lua", "package_folder/inner.lua", "package_folder/init.lua", "a folder/file.txt", "data file.csv", ".hidden"):
        open(os.path.join(folder, name), "w").close()
    with open_prompt() as prompt:
        prompt.run("package.path = '%s/?.lua;%s/?/init.lua' package.preload.preloaded_thing = print" % (folder, folder))
        completes("require 'module_o", "'module_one'")
        completes("require(\"package_folder.inn", '"package_folder.inner"')
        completes("require 'preloaded_th", "'preloaded_thing'")
        completes("require 'nilgrad.js", "'nilgrad.json'")
        completes(":reload nilgrad.js", "nilgrad.json")
        completes("io.open '%s/data" % folder, "data file.csv'")
        completes("io.open '%s/a f" % folder, "a folder/")
        completes("io.open '%s/a folder/f" % folder, "a folder/file.txt'")
        completes("io.open '%s/.hid" % folder, ".hidden'")
        completes(":load %s/module" % folder, "module_one.lua")
        stays("io.open '%s/absent" % folder)
