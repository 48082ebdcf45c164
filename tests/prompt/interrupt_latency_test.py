"""Ctrl-C at random moments over whatever takes long: the prompt comes back, and what the session had is still there. The suite sends
one to each situation and asserts no time; COUNT=100 sends so many and prints how long the prompt was away:
    COUNT=100 NILGRAD=build/release/nilgrad python3 -B tests/prompt/interrupt_latency_test.py [a part of a situation's name…]"""
import os
import random
import statistics
import sys
import time

from terminal import CTRL_C, expect_equal, open_prompt

SETUP = r"""
function ellipsoid(dim) return ng.objective.ellipsoid { dim = dim } end
classifier = ng.model.load 'scripts/models/fashion_cnn.onnx'
images = ng.data.fashion_mnist { split = 'test' }
language = ng.model.load 'scripts/models/mini-opt'
text = ('the movie was a great waste of time '):rep(20000)
ids = language:tokenize(text:sub(1, 4000))
prompts = {} for i = 1, 300 do prompts[i] = table.pack(table.unpack(ids, i, i + 99)) end
function tune(sampler, trials) -- a study that its sampler has much to think about
  local study = ng.study { sampler = ng.sampler[sampler](), seed = 1 }
  study:optimize(function(trial)
    local sum = 0
    for i = 1, 12 do sum = sum + trial:float('x' .. i, -5, 5) ^ 2 end
    return sum
  end, { trials = trials, progress = false })
  return study
end
tuned = tune('random', 200)
function nest(n)
  if n == 0 then for i = 1, 1e6 do pcall(error) end end
  pcall(coroutine.wrap(nest), n - 1)
  coroutine.resume(coroutine.create(nest), n - 1)
end
kept = 0
"""

SITUATIONS = {  # what is run again and again until it is interrupted
    "Lua: a loop": "for i = 1, 1e7 do x = i end",
    "Lua: coroutines": "coroutine.wrap(function() for i = 1, 1e5 do coroutine.wrap(coroutine.yield)() end end)()",
    "Lua: pcall": "pcall(error)",
    "Lua: pcall in 20 coroutines": "nest(20)",
    "Lua: garbage": "x = {} for i = 1, 1e6 do x[i] = { i } end",
    "Lua: error objects": "pcall(error, setmetatable({}, { __tostring = function() while true do end end }))",
    "C of Lua: string.rep": "x = ('x'):rep(2e7)",
    "C of Lua: string.gsub": "x = ('a'):rep(1e6):gsub('a', 'b')",
    "C of Lua: table.sort": "x = {} for i = 1, 2e5 do x[i] = i * 7919 % 200003 end table.sort(x)",
    "C of Lua: table.concat": "x = {} for i = 1, 5e5 do x[i] = 'abc' end x = table.concat(x)",
    "optimizer: cmaes, dim 500": "ng.minimize(ellipsoid(500), { optimizer = ng.optimizer.cmaes(), budget = 20000 })",
    "optimizer: zeroth_order, dim 10^6": "ng.minimize(ellipsoid(1000000), { optimizer = ng.optimizer.zeroth_order(), budget = 1000 })",
    "optimizer: nelder_mead, dim 300": "ng.minimize(ellipsoid(300), { optimizer = ng.optimizer.nelder_mead(), budget = 10000 })",
    "optimizer: newuoa, dim 200": "ng.minimize(ellipsoid(200), { optimizer = ng.optimizer.newuoa(), x0 = 1, budget = 10000 })",
    "optimizer: of a Lua function": "ng.minimize(function(x) return x[1] ^ 2 end, { dim = 2, lower = -1, upper = 1, budget = 100000 })",
    "diagnose, dim 3·10^5": "ng.diagnose(ellipsoid(300000), ng.tensor.zeros(300000))",
    "estimate: guided_es, dim 10^5": "ng.estimate(ellipsoid(100000), ng.tensor.zeros(100000), { estimator = ng.estimator.guided_es() })",
    "estimate: dense, dim 10^7": "e = e or ng.estimate(ng.objective.sphere { dim = 10000000 }, ng.tensor.zeros(10000000)) x = e:dense()",
    "tensor: arithmetic on 80 MB": "x = (ng.tensor.ones({ 1000, 20000 }, 'float32') * 2 + 1):sum()",
    "tensor: to a table": "x = ng.tensor.zeros { 1000, 2000 }:table()",
    "tensor: from a table": "local row = {} for i = 1, 1000 do row[i] = i end local t = {} for i = 1, 2000 do t[i] = row end x = ng.tensor(t)",
    "random: permutation": "x = ng.random(1):permutation(5000000)",
    "random: normal": "x = ng.random(1):normal(20000000)",
    "json": "x = ng.json.decode(ng.json.encode(ng.tensor.uniform({ 500, 500 }, ng.random(1))))",
    "study: gp": "ng.study { sampler = ng.sampler.gp() } tune('gp', 100)",
    "study: tpe": "tune('tpe', 2000)",
    "study: autotune": "tune('autotune', 2000)",
    "study: cmaes": "tune('cmaes', 2000)",
    "study: importances": "x = require 'nilgrad.native.study'.importances(tuned.core)",
    "data: Fashion-MNIST": "x = ng.data.fashion_mnist { split = 'train' }",
    "data: images to files and back": "ng.data.write_png('FOLDER/' .. 1 .. '.png', images[1].image) x = ng.data.image 'FOLDER/1.png'",
    "classifier: forward": "x = classifier:predict(images.images)",
    "attack: square": "x = ng.attack.run { model = classifier, data = images, count = 100, method = ng.attack.square(), eps = 0.05, seed = 1, progress = false }",
    "attack: hop_skip_jump": "x = ng.attack.run { model = classifier, data = images, count = 100, method = ng.attack.hop_skip_jump(), norm = 'l2', eps = 1, seed = 1, progress = false }",
    "language: load": "x = ng.model.load 'scripts/models/mini-opt'",
    "language: tokenize": "x = language:tokenize(text)",
    "language: logits": "x = language:logits(prompts)",
    "language: generate": "x = language:generate('the movie', { tokens = 400 })",
    "language: save": "language:save 'FOLDER/saved'",
    "plot: png": "ng.plot.study(tuned, 'FOLDER/study.png')",
}


def processor_milliseconds(pid):
    with open("/proc/%d/schedstat" % pid) as file:
        return int(file.read().split()[0]) / 1e6


def interrupted_once(prompt, body, wait):
    """Milliseconds until the prompt is back: by the clock, and of the processor."""
    prompt.type("print 'begun' while true do kept = kept + 1 %s end\n" % body)
    prompt.expect("\nbegun\n")
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        prompt.read(0.005)
    busy, began = processor_milliseconds(prompt.pid), time.monotonic()
    prompt.type(CTRL_C)
    prompt.expect("interrupted!")
    prompt.expect("\n> ")
    return 1000 * (time.monotonic() - began), processor_milliseconds(prompt.pid) - busy


def open_session():
    prompt = open_prompt()
    for line in SETUP.strip().split("\n"):
        prompt.type(line + "\n")
    prompt.expect("kept = 0\n")
    prompt.run("print 'ready'")
    return prompt


def interrupted_often(prompt, name, count, rng):
    body = SITUATIONS[name].replace("FOLDER", prompt.home)
    times = []
    for i in range(count):
        prompt.run("mark = { %d } kept = 0" % i)
        times.append(interrupted_once(prompt, body, rng.uniform(0.02, 0.4)))
        expect_equal(prompt.run("mark[1], kept > 0, 6 * 7").split("\n"), [str(i), "true", "42"])
    return times


count = int(os.environ.get("COUNT", "1"))
rng = random.Random(int(os.environ.get("SEED", "1")))
chosen = [name for name in SITUATIONS if not sys.argv[1:] or any(part in name for part in sys.argv[1:])]
if count > 1:
    print("%-36s %8s %8s %8s   %s" % ("ms until the prompt is back", "min", "median", "max", "max, of the processor"))
with open_session() as session:
    for name in chosen:
        times = interrupted_often(session, name, count, rng)
        wall, busy = [each[0] for each in times], [each[1] for each in times]
        if count > 1:
            print("%-36s %8.1f %8.1f %8.1f   %.1f" % (name, min(wall), statistics.median(wall), max(wall), max(busy)), flush=True)
