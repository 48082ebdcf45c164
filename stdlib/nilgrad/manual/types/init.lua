-- Annotations for lua-language-server, by which editors complete names and options of scripts and check them: `nilgrad doc --luacats DIR`.
-- LuaCATS files are Lua that is never run, a file a room. A script's `require "nilgrad"` is the class of nilgrad.lua.
local annotate = require "nilgrad.manual.types.annotate"
local folder = require "nilgrad.manual.folder"
local names = require "nilgrad.manual.types.names"
local places = require "nilgrad.manual.places"
local write = require "nilgrad.manual.write"

local types = {}

local function objects(list)
  local lines = { "---@meta", "", '---@alias nilgrad.dtype "float32"|"float64"', "" }
  for _, object in ipairs(list) do annotate.object(lines, object) end
  for _, kind in ipairs(names.recipes()) do
    lines[#lines + 1] = ("---as ng.%s.… returns it\n---@class nilgrad.%s: nilgrad.recipe\n"):format(kind, kind)
  end
  return lines
end

-- Names in a room may be of modules in it (ng.attack.method.is_method) or no functions (ng.json.null).
local function room(page, function_of)
  local own = "nilgrad.room." .. page.name
  local lines = { "---@meta", "" }
  for _, entry in ipairs(page.list) do annotate.options(lines, entry) end
  if page.room then lines[#lines + 1] = "---" .. page.room.summary end
  lines[#lines + 1] = "---@class " .. own
  for _, entry in ipairs(page.list) do
    local value = entry.signature and entry.signature:match "^ng[%w_.]+: (.*)$"
    if value then lines[#lines + 1] = ("---@field %s %s # %s"):format(entry.name, value, entry.summary) end
  end
  if function_of then annotate.calls(lines, function_of) end
  lines[#lines + 1] = ("local %s = {}\n"):format(page.name)
  for _, entry in ipairs(page.list) do
    local inner = entry.kind:match "%.(.*)$"
    if not (entry.signature and entry.signature:find "^ng[%w_.]+: ") then
      annotate.callable(lines, page.name .. (inner and "_" .. inner or "") .. "." .. entry.name, entry)
    end
  end
  return lines
end

local function top(page, rooms)
  local lines = { "---@meta nilgrad", "" }
  for _, entry in ipairs(page.list) do annotate.options(lines, entry) end
  lines[#lines + 1] = "---@class nilgrad"
  for _, one in ipairs(rooms) do
    local about = one.room and one.room.summary or one.called and one.called.summary
    lines[#lines + 1] = ("---@field %s nilgrad.room.%s # %s"):format(one.name, one.name, about or "")
  end
  local functions = {}
  for _, entry in ipairs(page.list) do
    if entry.kind == "constant" then
      lines[#lines + 1] = ("---@field %s %s # %s"):format(entry.name, entry.signature:match ": (.*)$", entry.summary)
    elseif not entry.is_room then
      functions[#functions + 1] = entry
    end
  end
  lines[#lines + 1] = "local ng = {}\n"
  for _, entry in ipairs(functions) do annotate.callable(lines, "ng." .. entry.name, entry) end
  lines[#lines + 1] = "return ng"
  return lines
end

--- types.write(out) writes the folder.
function types.write(out)
  local pages, files, rooms, first = places.all(), {}, {}, nil
  local by_name = {}
  for _, page in ipairs(pages) do by_name[page.name] = page end
  for _, entry in ipairs(by_name.functions.list) do
    local page = entry.kind == "function" and by_name[entry.name]
    if page then page.called, entry.is_room = entry, true end
  end
  for _, page in ipairs(pages) do
    if page.name == "functions" then
      first = page
    elseif page.name == "objects" then
      files.objects = objects(page.list)
    else
      rooms[#rooms + 1], files[page.name] = page, room(page, page.called)
    end
  end
  files.nilgrad = top(first, rooms)
  folder(out, "nilgrad.lua", function(beside)
    for name, lines in pairs(files) do write(("%s/%s.lua"):format(beside, name), table.concat(lines, "\n") .. "\n") end
  end)
end

return types
