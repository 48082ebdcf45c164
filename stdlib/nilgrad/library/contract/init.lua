-- The contract of a library, in a process of its own (test/child.lua starts it): run(path of the rockspec, module, part, file) does a
-- part of it, "load", "objectives" or "values", and writes a line of JSON to `file` before and after each check, so that whoever
-- reads it knows how far this came, whatever the library does.
local json = require "nilgrad.json"
local known = require "nilgrad.library.known"
local rockspec = require "nilgrad.library.rockspec"
local sources = require "nilgrad.library.sources"

local parts = {}

function parts.load(report, module, path)
  require "nilgrad.library.contract.load"(report, module, rockspec.sources(assert(rockspec.read(path))))
end

function parts.objectives(report, module)
  local about = known[require(module)]
  for _, name in ipairs(about.names) do
    require "nilgrad.library.contract.objective".check(report, name, about.objectives[name], about.optima[name])
  end
end

function parts.values(_, module, _, write)
  local about = known[require(module)]
  for _, name in ipairs(about.names) do
    local done, values = pcall(require "nilgrad.library.contract.objective".values, about.objectives[name])
    write { objective = name, values = done and values or "an error" }
  end
end

local function readable(text)
  text = tostring(text)
  return utf8.len(text) and text or text:gsub("[\128-\255]", "?")
end

return function(path, module, part, file)
  local stream = assert(io.open(file, "wb"))
  stream:setvbuf "line"
  local function write(record) assert(stream:write(json.encode(record), "\n")) end
  local function report(title, check)
    write { begun = title }
    local done, problem = pcall(check)
    if problem ~= nil or not done then problem = readable(problem) end
    write { ended = title, problem = problem }
  end
  sources(path)
  parts[part](report, module, path, write)
  stream:close()
end
