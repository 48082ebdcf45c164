-- What a step along a DAP estimate needs in memory, from the peak of a process (VmHWM of /proc/self/status), one process a row:
--   step        ng.estimate and e:apply with a memoryless reference, x float32: the peak over the bytes of x (goal: 1.1)
--   run         ng.minimize with each kind of reference: bytes a coordinate more than with the memoryless one
-- The objective is native and separable, so it reads its probes tile by tile.
-- Usage: nilgrad dap_memory.lua [--dim 100000000] [--queries 4]      (runs have a fifth of the dimension)
local ng = require "nilgrad"
local seconds = require "nilgrad.native.progress".seconds

local options = { dim = 100000000, queries = 4, mode = "all" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write "usage: nilgrad dap_memory.lua [--dim 100000000] [--queries 4]\n"
    os.exit(2)
  end
  options[name] = value
end

local function peak()
  for line in io.lines "/proc/self/status" do
    local kilobytes = line:match "^VmHWM:%s+(%d+) kB"
    if kilobytes then return kilobytes * 1024 end
  end
end

local d = options.dim
local rate = 0.5 * options.queries / (d + options.queries)

local function step()
  local x, f = ng.tensor.full(d, 1, "float32"), ng.objective.sphere { dim = d }
  local e = ng.estimate(f, x, { estimator = ng.estimator.dap { queries = options.queries }, seed = 1 })
  e:apply(x, -rate)
end

local function run(reference)
  local dap = reference == "memoryless" and ng.estimator.dap { queries = options.queries }
    or ng.estimator.dap { queries = options.queries, reference = "running", dtype = reference }
  ng.minimize(ng.objective.sphere { dim = d }, { steps = 2, seed = 1, progress = false,
    optimizer = ng.optimizer.zeroth_order { estimator = dap, update = ng.update.sgd { lr = rate } } })
end

if options.mode ~= "all" then
  local started = seconds()
  if options.mode == "step" then step() else run(options.mode) end
  print(("%d %.2f"):format(peak(), seconds() - started))
  os.exit(0, true)
end

local function measured(mode, dim)
  local pipe <close> = assert(io.popen(("'%s' '%s' --mode %s --dim %d --queries %d"):format(arg[-1], arg[0], mode, dim, options.queries)))
  return pipe:read("n", "n")
end

local bytes, time = measured("step", d)
print(("step   d = %d, %d queries: peak %.1f MB, x %.1f MB, ratio %.3f, %.1f s"):format(d, options.queries, bytes / 1e6, 4 * d / 1e6,
  bytes / (4 * d), time))
local small = d // 5
local memoryless = measured("memoryless", small)
for _, reference in ipairs { "float32", "bfloat16" } do
  bytes = measured(reference, small)
  print(("run    d = %d, %s reference: %.2f bytes a coordinate more than memoryless"):format(small, reference, (bytes - memoryless) / small))
end
