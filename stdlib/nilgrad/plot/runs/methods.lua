-- methods(what, names, plot): what a plot of runs was given, as a list of methods { name =, runs = { run … } } with runs
-- { history = { { evaluations, value } … }, evaluations =, dim =, optimum =, rising = } that are each known to have found a value.
--   one run           a result of ng.minimize or ng.resume, a run of ng.start, a journal's path, { result = any of these, optimum =, dim = }
--   one method        a list of runs, of several seeds or problems, perhaps with a name
--   several methods   a list of methods or of runs, or a table of them by name
local journal = require "nilgrad.native.journal"
local raise = require "nilgrad.raise"

local longest_name = 40

local function is_result(value) return type(value) == "table" and type(value.history) == "table" and value.evaluations ~= nil end
local function is_run(value)
  if type(value) == "string" or is_result(value) then return true end
  if type(value) == "table" then return rawget(value, "result") ~= nil end
  return type(value) == "userdata"
end

local function result_of(value, which, plot)
  if type(value) == "string" then return journal(value) end
  if is_result(value) then return value end
  local is_run_of_start, result = pcall(function() return value:result() end)
  if type(value) == "userdata" and is_run_of_start and is_result(result) then return result end
  raise("%s of %s is a %s, not a result of ng.minimize, a run of ng.start or a journal's path", which, plot, type(value))
end

local function dimension_of(result)
  if result.dim then return result.dim end
  if type(result.x) ~= "userdata" then return nil end
  local count = 1
  for _, size in ipairs(result.x.shape) do count = count * size end
  return count
end

local function run_of(value, which, plot)
  local about = type(value) == "table" and not is_result(value) and value or {}
  local result = result_of(about.result or value, which, plot)
  local history = result.history
  if #history == 0 then raise("%s of %s has found no value: its history is empty", which, plot) end
  local rising = result.maximize
  if rising == nil then rising = history[#history].value > history[1].value end
  return { history = history, evaluations = math.max(result.evaluations, history[#history].evaluations), dim = about.dim or dimension_of(result),
    optimum = about.optimum, rising = rising, optimizer = result.optimizer }
end

-- "ng.optimizer.cmaes { sigma = 0.5 } (chosen for …)" is "cmaes { sigma = 0.5 }".
local function called(runs)
  local name = runs[1].optimizer or "run"
  name = name:gsub("^ng%.optimizer%.", ""):gsub(" %(chosen.*$", ""):gsub("%(%)$", "")
  if utf8.len(name) and utf8.len(name) > longest_name then name = name:sub(1, utf8.offset(name, longest_name) - 1) .. "…" end
  return name
end

local function method_of(value, name, which, plot)
  local runs = {}
  if is_run(value) then
    runs[1] = run_of(value, which, plot)
  elseif type(value) == "table" and #value > 0 then
    for i, one in ipairs(value) do runs[i] = run_of(one, ("run %d of %s"):format(i, which), plot) end
    name = name or value.name
  else
    raise("%s of %s needs at least one run, got %s", which, plot, type(value) == "table" and "an empty table" or tostring(value))
  end
  return { name = name and tostring(name) or called(runs), runs = runs }
end

-- In the order of their names, since tables have none.
local function by_name(what, plot)
  local keys, methods = {}, {}
  for key in pairs(what) do
    if type(key) ~= "string" then raise("%s takes a list of methods or a table by name, got both", plot) end
    keys[#keys + 1] = key
  end
  table.sort(keys)
  for i, key in ipairs(keys) do methods[i] = method_of(what[key], key, ("'%s'"):format(key), plot) end
  return methods
end

-- Methods that would be called the same are numbered.
local function numbered(methods)
  local times = {}
  for _, method in ipairs(methods) do times[method.name] = (times[method.name] or 0) + 1 end
  for i, method in ipairs(methods) do
    if times[method.name] > 1 then method.name = ("%s, %d"):format(method.name, i) end
  end
  return methods
end

return function(what, names, plot)
  local methods = {}
  if is_run(what) then
    methods[1] = method_of(what, nil, "the run", plot)
  elseif type(what) ~= "table" or next(what) == nil then
    raise("%s needs a result of ng.minimize, a run, a journal's path, or a table of them, got %s", plot,
      type(what) == "table" and "an empty table" or tostring(what))
  elseif #what == 0 then
    methods = by_name(what, plot)
  else
    for i, one in ipairs(what) do methods[i] = method_of(one, nil, ("method %d"):format(i), plot) end
  end
  if names == nil then return numbered(methods) end
  if type(names) ~= "table" or #names ~= #methods then raise("option 'names' of %s must be a list of %d names, one for each method", plot, #methods) end
  for i, method in ipairs(methods) do method.name = tostring(names[i]) end
  return methods
end
