-- Memory of ways to adapt OPT to MultiRC (texts of about 400 tokens, one at a time), in GB: what Malladi et al. (NeurIPS 2023, table 22)
-- report of PyTorch on A100s, in 16 bits, next to what a two-point step on all weights takes here. Measured is the peak of a process
-- (VmHWM) that makes a model of random weights and does one step, where the machine has twice the memory; the rest is computed by
-- ng.model.memory, which is shown beside what was measured too.
-- Usage: nilgrad memory_table.lua [--tokens 400] [--dtype bf16] [--measure auto | none | opt-1.3b,opt-2.7b,…]
local ng = require "nilgrad"

local sizes = { -- zero-shot = MeZO, in-context learning, prefix fine-tuning, full fine-tuning; in A100s of 80 GB where there is no figure
  { "opt-1.3b", "4", "6", "19", "27" },
  { "opt-2.7b", "7", "8", "29", "55" },
  { "opt-6.7b", "14", "16", "46", "156" },
  { "opt-13b", "26", "29", "158", "316" },
  { "opt-30b", "58", "62", "315", "633" },
  { "opt-66b", "128", "134", "8 A100s", "16 A100s" },
}

local options = { tokens = 400, dtype = "bf16", measure = "auto", mode = "table" }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", arg[i + 1]
  if name and type(options[name]) == "number" then value = math.tointeger(tonumber(value)) end
  if not name or options[name] == nil or not value then
    io.stderr:write "usage: nilgrad memory_table.lua [--tokens 400] [--dtype bf16] [--measure auto | none | opt-1.3b,opt-2.7b,…]\n"
    os.exit(2)
  end
  options[name] = value
end

local function field_of(file, name)
  for line in io.lines(file) do
    local kilobytes = line:match("^" .. name .. ":%s+(%d+) kB")
    if kilobytes then return kilobytes * 1024 end
  end
end

-- In a process of its own: one step on one text.
if options.mode ~= "table" then
  local model, random, ids = ng.model.random { like = options.mode, dtype = options.dtype, seed = 1 }, ng.random(1), { 2 }
  for i = 2, options.tokens - 1 do ids[i] = random:integer(10, model.vocabulary - 1) end
  local loss = ng.objective.language { model = model, examples = { { prompt = ids, options = { { 11 }, { 12 } }, answer = 1 } }, batch = 1 }
  ng.minimize(loss, { steps = 1, seed = 1, progress = false, optimizer = ng.optimizer.zeroth_order {
    estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-7 } } })
  print(field_of("/proc/self/status", "VmHWM"))
  os.exit(0, true)
end

local function measured(like)
  local pipe <close> = assert(io.popen(("'%s' '%s' --mode %s --dtype %s --tokens %d"):format(arg[-1], arg[0], like, options.dtype, options.tokens)))
  return pipe:read "n"
end

local function wanted(like, bytes)
  if options.measure == "auto" then return 2 * bytes < field_of("/proc/meminfo", "MemAvailable") end
  return ("," .. options.measure .. ","):find("," .. like .. ",", 1, true) ~= nil
end

print(("1 x %d tokens, GB; nilgrad in %s: weights, and the peak of a step\n"):format(options.tokens, options.dtype))
print "            PyTorch, published                          nilgrad"
print "            zero-shot = MeZO    ICL   prefix     full   weights  computed  measured"
for _, row in ipairs(sizes) do
  local memory = ng.model.memory { like = row[1], dtype = options.dtype, batch = 1, tokens = options.tokens }
  local peak = wanted(row[1], memory.peak) and measured(row[1])
  print(("%-10s  %16s %6s %8s %8s %9.2f %9.2f  %s"):format(row[1], row[2], row[3], row[4], row[5], memory.weights / 1e9, memory.peak / 1e9,
    peak and ("%8.2f"):format(peak / 1e9) or "       –"))
  io.stdout:flush()
end
