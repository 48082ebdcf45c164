-- What an evaluation by a process costs beside the function itself: wall time of workers that do next to nothing, for one and for
-- many points a request. Usage: nilgrad process_overhead.lua [evaluations] [repetitions]
local ng = require "nilgrad"
local seconds = require "nilgrad.native.progress".seconds

local evaluations, repetitions = tonumber(arg[1]) or 2000, tonumber(arg[2]) or 5

local python = [[
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    if "x" in r: print('{"id":%d,"value":1.0}' % r["id"], flush=True)
    else: print(json.dumps({"id": r["id"], "values": [1.0] * len(r["points"])}), flush=True)
]]
local shell = [[while read -r line; do id=${line#*:}; echo "{\"id\":${id%%,*},\"value\":1.0}"; done]]
local awk = [[exec mawk -W interactive -F '[:,]' '{ printf "{\"id\":%s,\"value\":1.0}\n", $2; fflush() }']]

local function measure(options)
  local f <close> = ng.objective.process(options)
  local times = {}
  local run = { x0 = 0.5, budget = evaluations, seed = 1, progress = false, optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { queries = 50 }, update = ng.update.sgd { lr = 1e-3 } } }
  ng.minimize(f, run) -- starts the workers
  for i = 1, repetitions do
    local start = seconds()
    ng.minimize(f, run)
    times[i] = (seconds() - start) / (evaluations // 100 * 100)
  end
  table.sort(times)
  return times[(repetitions + 1) // 2]
end

print(("%-24s %10s %8s %6s %12s"):format("worker", "variables", "workers", "batch", "us each"))
for _, row in ipairs {
  { "python", { "python3", "-c", python }, 10, 1 },
  { "python", { "python3", "-c", python }, 10, 2 },
  { "python", { "python3", "-c", python }, 10, 1, 50 },
  { "python", { "python3", "-c", python }, 1000, 1 },
  { "sh (dash)", shell, 10, 1 },
  { "awk (mawk)", awk, 10, 1 },
} do
  local name, command, dim, workers, batch = table.unpack(row, 1, 5)
  local ok, time = pcall(measure, { command = command, dim = dim, workers = workers, batch = batch, retries = 0 })
  print(("%-24s %10d %8d %6s %12s"):format(name, dim, workers, batch or "-", ok and ("%.1f"):format(1e6 * time) or "not there"))
end
