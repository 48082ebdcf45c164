-- 6. A program as objective: whatever reads a line of JSON and writes one.
local ng = require "nilgrad"

-- The program may be in any language. This one, of a few lines, is written to a file for the occasion; scripts/process has others
-- to begin from, and docs/process_objectives.md tells all.
local worker = os.tmpname()
local file <close> = assert(io.open(worker, "w"))
file:write [[
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    x = request["x"]
    answer = {"id": request["id"], "value": sum((xi - 0.5) ** 2 for xi in x)}
    print(json.dumps(answer), flush=True)
]]
file:flush()

-- Two workers run at once; one that dies or hangs is replaced, and its evaluation is tried again.
local f = ng.objective.process { command = { "python3", worker }, dim = 3, workers = 2, timeout = 20 }
print(f { 0.5, 0.5, 0.5 })                       --> 0.0

-- From here on it is an objective like any other.
local r = ng.minimize(f, { lower = 0, upper = 1, x0 = 0.1, budget = 120, optimizer = ng.optimizer.bobyqa(), seed = 1 })
print(r.value < 1e-6)                            --> true
print(f.retries, f.restarts)                     --> 0	0

-- The answer does not depend on how many workers there are.
local alone = ng.objective.process { command = { "python3", worker }, dim = 3, workers = 1 }
local same = ng.minimize(alone, { lower = 0, upper = 1, x0 = 0.1, budget = 120, optimizer = ng.optimizer.bobyqa(), seed = 1 })
print(same.value == r.value, same.x:equal(r.x))  --> true	true
os.remove(worker)

-- Next: 07_attack_a_classifier.lua
