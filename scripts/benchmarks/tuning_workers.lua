-- Many workers on one study whose objective costs nothing: trials a second, errors, lost and doubled trials; Optuna's beside it.
-- Usage: nilgrad tuning_workers.lua [seconds] [python] [postgresql://…]
--        python3 -m venv /tmp/optuna && /tmp/optuna/bin/pip install optuna==5.0.0 "psycopg[binary]"
--        nilgrad tuning_workers.lua 60 /tmp/optuna/bin/python postgresql://user@/database?host=/folder/of/the/socket
-- Each evaluation is also written to a file by the objective; what the storage says is held against that.
local ng = require "nilgrad"
local json = require "nilgrad.json"

local names = {}
for i = 1, 10 do names[i] = "x" .. i - 1 end

-- A worker: script work STORAGE SECONDS CALLS
if arg[1] == "work" then
  local calls = assert(io.open(arg[4], "a"))
  calls:setvbuf "full"
  ng.study { name = "workers", storage = arg[2], sampler = ng.sampler.random() }:optimize(function(trial)
    local sum = 0
    for i = 1, 10 do sum = sum + trial:float(names[i], -5, 5) ^ 2 end
    calls:write(("%d %.17g\n"):format(trial.number, sum))
    calls:flush()
    return sum
  end, { seconds = tonumber(arg[3]), progress = false })
  return
end

local here = arg[0]:match "^(.*)/[^/]*$" or "."
local seconds, python, server = tonumber(arg[1]) or 60, arg[2] or "python3", arg[3]

local function remove(path)
  for _, ending in ipairs { "", "-wal", "-shm", "-journal" } do os.remove(path .. ending) end
end

-- What the objectives were called with: values by number, and how often a number came again.
local function called(path)
  local values, calls, again = {}, 0, 0
  for line in io.lines(path) do
    local number, value = line:match "^(%d+) (.*)$"
    number = math.tointeger(tonumber(number))
    calls = calls + 1
    if values[number] then again = again + 1 end
    values[number] = tonumber(value)
  end
  return values, calls, again
end

local function ours(storage, workers)
  local path = os.tmpname()
  local study = ng.study { name = "workers", storage = storage, sampler = ng.sampler.random(), seed = 1 }
  local command = ("'%s' '%s' work '%s' %g '%s' 2>&1"):format(arg[-1], arg[0], storage, seconds, path)
  local pipes, errors = {}, 0
  for k = 1, workers do pipes[k] = assert(io.popen(command)) end
  for _, pipe in ipairs(pipes) do
    for line in pipe:lines() do
      errors = errors + 1
      io.stderr:write(line, "\n")
    end
    if not pipe:close() then errors = errors + 1 end
  end
  local values, calls, again = called(path)
  local complete, lost, wrong = 0, 0, 0
  for _, trial in ipairs(study.trials) do
    if trial.state == "complete" then
      complete = complete + 1
      if trial.value ~= values[trial.number] then wrong = wrong + 1 end
    elseif values[trial.number] then
      lost = lost + 1
    end
  end
  os.remove(path)
  return { complete = complete, calls = calls, again = again, lost = lost, wrong = wrong, errors = errors }
end

local function theirs(storage, workers)
  local pipe = assert(io.popen(("'%s' '%s/tuning_workers.py' '%s' %d %g"):format(python, here, storage, workers, seconds)))
  local line = pipe:read "l"
  pipe:close()
  if not line then
    io.stderr:write(("%s cannot run Optuna: the head of this script says how to have one that can\n"):format(python))
    os.exit(1)
  end
  return json.decode(line)
end

print(("%-10s %8s %-8s %10s %8s %7s %8s %6s %6s"):format("storage", "workers", "", "trials/s", "calls", "errors", "doubled", "lost", "wrong"))
local function show(storage, workers, who, r)
  print(("%-10s %8d %-8s %10.1f %8d %7d %8d %6d %6d"):format(storage, workers, who, r.complete / seconds, r.calls, r.errors, r.again, r.lost,
    r.wrong))
  io.stdout:flush()
end
for _, workers in ipairs { 4, 16 } do
  local path = os.tmpname()
  os.remove(path)
  show("sqlite", workers, "nilgrad", ours(path .. ".ng", workers))
  show("sqlite", workers, "Optuna", theirs("sqlite:///" .. path .. ".optuna", workers))
  remove(path .. ".ng")
  remove(path .. ".optuna")
  if server then
    local list = require "nilgrad.native.study"
    for _, study in ipairs(list.list(server)) do
      if study.name == "workers" then list.remove(server, "workers") end
    end
    show("postgresql", workers, "nilgrad", ours(server, workers))
    show("postgresql", workers, "Optuna", theirs(server, workers))
  end
end
