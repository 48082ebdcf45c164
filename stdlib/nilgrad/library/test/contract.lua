-- contract(report, path of the rockspec, seconds): whether the library of the current folder keeps to what its users rely on.
local child = require "nilgrad.library.test.child"
local folder = require "nilgrad.native.folder"
local names = require "nilgrad.library.name"
local rockspec = require "nilgrad.library.rockspec"
local rockspec_contract = require "nilgrad.library.contract.rockspec"

-- All paths in the library's folder and below, but for what tools keep there.
local function listing(path, into)
  for _, name in ipairs(folder.list(path)) do
    local each = path .. "/" .. name
    if name ~= ".git" and name ~= "lua_modules" then
      into[each] = true
      local kind, linked = folder.kind(each)
      if kind == "folder" and not linked then listing(each, into) end
    end
  end
  return into
end

local function difference(before, after)
  local changed = {}
  for path in pairs(after) do
    if not before[path] then changed[#changed + 1] = path:sub(3) .. " was made" end
  end
  for path in pairs(before) do
    if not after[path] then changed[#changed + 1] = path:sub(3) .. " was removed" end
  end
  table.sort(changed)
  return #changed > 0 and table.concat(changed, ", ") or nil
end

-- The checks of a part that were done; the one that it did not come to the end of failed for that reason.
local function report_records(report, part, done)
  local begun
  for _, record in ipairs(done.records) do
    if record.ended then report:check(record.ended, record.problem) end
    begun = record.begun or (record.ended == nil and begun) or nil
  end
  if done.unfinished then report:check(begun or part, done.unfinished) end
end

local function values_of(done)
  local values = {}
  for _, record in ipairs(done.records) do
    if record.objective then values[#values + 1] = { name = record.objective, text = record.values } end
  end
  return values
end

local function compare_processes(report, one, other)
  local before, after = values_of(one), values_of(other)
  for i, value in ipairs(before) do
    local again = after[i] and after[i].text
    report:check(("%s: it is the same in another process and on another number of threads"):format(value.name),
      again ~= value.text and ("it was %s and then %s"):format(value.text, again or other.unfinished or "not there") or nil)
  end
end

local function check_rockspec(report, path)
  local fields, problem = rockspec.read(path)
  report:check("the rockspec can be read", problem)
  for _, each in ipairs(fields and rockspec_contract.checks or {}) do report:check(each.title, each.check(fields, path)) end
  local name = fields and rockspec_contract.name_of(fields)
  local module = name and names.module(name)
  return module and rockspec.sources(fields)[module] and module or nil
end

return function(report, path, seconds)
  local module = check_rockspec(report, path)
  if not module then return end
  local function run(part, threads) return child { path = path, module = module, part = part, seconds = seconds, threads = threads } end
  local before = listing(".", {})
  local loaded = run("load", 1)
  report_records(report, "the module loads", loaded)
  report:check("loading prints nothing", loaded.output ~= "" and "it printed: " .. loaded.output or nil)
  report:check("loading leaves files alone", difference(before, listing(".", {})))
  for _, record in ipairs(loaded.records) do
    if (record.ended == "the module loads" or record.ended == "the module returns a library") and record.problem then return end
  end
  if loaded.unfinished then return end
  report_records(report, "the objectives", run("objectives", 1))
  compare_processes(report, run("values", 1), run("values", 3))
end
