-- Rockspecs: what a library's folder says of itself to LuaRocks. They are Lua that only assigns, and are run as no more than that.
local folder = require "nilgrad.native.folder"

local rockspec = {}

local most_steps = 1e6 -- of the interpreter; a rockspec takes a few dozen

local function run(chunk)
  local routine = coroutine.create(chunk)
  debug.sethook(routine, function() error("it does not come to an end", 0) end, "", most_steps)
  local done, problem = coroutine.resume(routine)
  if not done then return tostring(problem) end
end

--- read(path) -> the table of what it assigns; nil and what is wrong.
function rockspec.read(path)
  local stream, reason = io.open(path, "rb")
  local text = stream and stream:read "a"
  if stream then stream:close() end
  if not text then return nil, "cannot read " .. (reason or path) end
  local fields = {}
  local chunk, problem = load(text, "@" .. path, "t", fields)
  problem = problem or run(chunk)
  if problem then return nil, "the rockspec cannot be read: " .. problem end
  return fields
end

--- find() -> the path of the rockspec in the current folder; nil and why there is none to work with.
function rockspec.find()
  local found = {}
  for _, name in ipairs(folder.list ".") do
    if name:find "%.rockspec$" and folder.kind(name) == "file" then found[#found + 1] = name end
  end
  if #found == 1 then return found[1] end
  if #found == 0 then return nil, "there is no rockspec in this folder, so it is not that of a library" end
  return nil, "there are several rockspecs in this folder, and one is needed: " .. table.concat(found, ", ")
end

--- sources(fields) -> the files of the library's Lua modules, by module.
function rockspec.sources(fields)
  local sources = {}
  local build = type(fields.build) == "table" and fields.build or {}
  for module, file in pairs(type(build.modules) == "table" and build.modules or {}) do
    if type(module) == "string" and type(file) == "string" and file:find "%.lua$" then sources[module] = file end
  end
  return sources
end

return rockspec
