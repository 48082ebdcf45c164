-- What fine-tuning takes in memory: the peak of a process (VmHWM of /proc/self/status) that makes a model of random weights and does
-- whole steps, both branches and the update, on one text; one process a row. The goal is 1.10 × weights + 100 MB.
--   inference   the same text scored by the same model: what training is to be equal to
--   PyTorch     the public MeZO step on a model of that shape, with --torch PYTHON, an interpreter that has torch
-- Usage: nilgrad finetune_memory.lua [--tokens 400] [--steps 2] [--like opt-350m,opt-1.3b] [--dtype fp32,bf16] [--torch PYTHON]
local ng = require "nilgrad"
local seconds = require "nilgrad.native.progress".seconds

local options = { tokens = 400, steps = 2, like = "opt-350m,opt-1.3b", dtype = "fp32,bf16", torch = "", mode = "all" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write "usage: nilgrad finetune_memory.lua [--tokens 400] [--steps 2] [--like opt-350m,opt-1.3b] [--dtype fp32,bf16] [--torch PYTHON]\n"
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

local function example(model)
  local random, ids = ng.random(1), { 2 }
  for i = 2, options.tokens - 1 do ids[i] = random:integer(10, model.vocabulary - 1) end
  return { prompt = ids, options = { { 11 }, { 12 } }, answer = 1 }
end

if options.mode ~= "all" then
  local started = seconds()
  local model = ng.model.random { like = options.like, dtype = options.dtype, seed = 1 }
  local examples, said = { example(model) }, 0
  local made = seconds() - started
  if options.mode == "inference" then
    model:score(examples)
  else
    local optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-7 } }
    said = model:memory { batch = 1, tokens = options.tokens, branches = 2, optimizer = optimizer }.peak
    ng.minimize(ng.objective.language { model = model, examples = examples, batch = 1 },
      { steps = options.steps, seed = 1, progress = false, optimizer = optimizer })
  end
  print(("%d %d %d %.2f"):format(model.bytes, peak(), said, seconds() - started - made))
  os.exit(0, true)
end

local function measured(mode, like, dtype)
  local pipe <close> = assert(io.popen(("'%s' '%s' --mode %s --like %s --dtype %s --tokens %d --steps %d"):format(arg[-1], arg[0], mode, like,
    dtype, options.tokens, options.steps)))
  return pipe:read("n", "n", "n", "n")
end

-- layers, hidden, heads, ffn of OPT
local shapes = { ["opt-125m"] = "12 768 12 3072", ["opt-350m"] = "24 1024 16 4096", ["opt-1.3b"] = "24 2048 32 8192", ["opt-2.7b"] = "32 2560 32 10240" }

-- PyTorch's peak in MB as a text for the row, empty where it is not asked for.
local torch_step = arg[0]:gsub("lua$", "py")
if options.torch ~= "" and not io.open(torch_step) then
  io.stderr:write("PyTorch's step is in ", torch_step, ", which is not there: run this script from nilgrad's sources for --torch\n")
  os.exit(1)
end
local function of_torch(like, dtype)
  if options.torch == "" or not shapes[like] then return "" end
  local pipe <close> = assert(io.popen(("'%s' '%s' %s 50272 2048 2 1 %d %d %s"):format(options.torch, torch_step, shapes[like],
    options.tokens, options.steps, dtype)))
  local bytes = pipe:read "n"
  return bytes and ("; PyTorch %.0f MB"):format(bytes / 1e6) or "; PyTorch failed"
end

for like in options.like:gmatch "[^,]+" do
  for dtype in options.dtype:gmatch "[^,]+" do
    local _, inference = measured("inference", like, dtype)
    local weights, bytes, said, time = measured("step", like, dtype)
    local most = 1.10 * weights + 100e6
    print(("%-12s %s 1 x %d: peak %.0f MB, weights %.0f MB, ratio %.3f; inference %.0f MB; model:memory %.0f MB; goal %.0f MB: %s; %.1f s a step%s"):format(
      like, dtype, options.tokens, bytes / 1e6, weights / 1e6, bytes / weights, inference / 1e6, said / 1e6, most / 1e6,
      bytes <= most and "kept" or "MISSED", time / options.steps, of_torch(like, dtype)))
  end
end
