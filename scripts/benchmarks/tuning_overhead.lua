-- What a trial costs beside its objective: 10 float parameters and an objective that costs nothing, random and TPE, in memory and in an
-- SQLite file with full durability, around the trials 1,000 and 5,000 of a study; Optuna's beside it, in the same run.
-- Usage: nilgrad tuning_overhead.lua [python] [trials …]
--        python3 -m venv /tmp/optuna && /tmp/optuna/bin/pip install optuna==5.0.0
--        nilgrad tuning_overhead.lua /tmp/optuna/bin/python 1000 5000
-- Wall and processor time in ms per trial, over the last trials before each mark: 500 in memory, 50 in a file. Optuna's history before them is filled in by
-- study.add_trials, as its own would take an hour.
local ng = require "nilgrad"
local json = require "nilgrad.json"
local seconds = require "nilgrad.native.progress".seconds

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local python = arg[1] or "python3"
local marks = {}
for k = 2, #arg do marks[#marks + 1] = assert(math.tointeger(tonumber(arg[k])), "trials are whole numbers") end
if #marks == 0 then marks = { 1000, 5000 } end
local windows = { memory = 500, sqlite = 50 }

local names = {}
for i = 1, 10 do names[i] = "x" .. i - 1 end

local function objective(trial)
  local sum = 0
  for i = 1, 10 do sum = sum + (trial:float(names[i], -5, 5) - 1) ^ 2 end
  return sum
end

local function size(path)
  local file = io.open(path, "rb")
  if not file then return 0 end
  local bytes = file:seek "end"
  file:close()
  return bytes
end

local function ours(sampler, storage, path)
  local study = ng.study { name = "overhead", storage = storage == "memory" and storage or path, sampler = sampler(), seed = 1 }
  local results, window = {}, windows[storage]
  for k, mark in ipairs(marks) do
    study:optimize(objective, { trials = mark - window, progress = false })
    local wall, processor = seconds(), os.clock()
    study:optimize(objective, { trials = mark, progress = false })
    results[k] = { wall = (seconds() - wall) / window * 1e3, processor = (os.clock() - processor) / window * 1e3, size = size(path) }
  end
  return results
end

local function theirs(sampler, storage, path)
  local pipe = assert(io.popen(("'%s' '%s/tuning_overhead.py' %s %s '%s' %d %s"):format(python, here, sampler, storage, path, windows[storage],
    table.concat(marks, " "))))
  local results = {}
  for line in pipe:lines() do results[#results + 1] = json.decode(line) end
  if not pipe:close() or #results < #marks then
    io.stderr:write(("%s cannot run Optuna: the head of this script says how to have one that can\n"):format(python))
    os.exit(1)
  end
  return results
end

local function remove(path)
  for _, ending in ipairs { "", "-wal", "-shm", "-journal" } do os.remove(path .. ending) end
end

print(("%-8s %-8s %7s %20s %20s %16s %18s"):format("sampler", "storage", "trials", "nilgrad wall / cpu", "Optuna wall / cpu", "ratio wall / cpu",
  "kB nilgrad, Optuna"))
for _, storage in ipairs { "memory", "sqlite" } do
  for _, name in ipairs { "random", "tpe" } do
    local path = os.tmpname()
    remove(path)
    local a = ours(ng.sampler[name], storage, path .. ".ng")
    local b = theirs(name, storage, path .. ".optuna")
    remove(path .. ".ng")
    remove(path .. ".optuna")
    for k, mark in ipairs(marks) do
      print(("%-8s %-8s %7d %11.4f / %.4f %11.3f / %.3f %9.0f / %.0f %9.0f, %.0f"):format(name, storage, mark, a[k].wall, a[k].processor,
        b[k].wall, b[k].processor, b[k].wall / a[k].wall, b[k].processor / a[k].processor, a[k].size / 1e3, b[k].size / 1e3))
      io.stdout:flush()
    end
  end
end
