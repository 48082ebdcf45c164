-- What a library's rockspec must say. Checks by title: each is given the rockspec's fields and path and returns what is wrong, or nil.
local folder = require "nilgrad.native.folder"
local native = require "nilgrad.native"
local names = require "nilgrad.library.name"
local version = require "nilgrad.library.version"

local function name_of(fields)
  local name = type(fields.package) == "string" and fields.package:match "^nilgrad%-(.*)$"
  return name and not names.problem(name) and name or nil
end

local function text_list(value)
  local list = {}
  for _, each in ipairs(type(value) == "table" and value or {}) do list[#list + 1] = tostring(each) end
  return list
end

local function named(fields, path)
  if not name_of(fields) then
    return ("package must be 'nilgrad-NAME', of lower-case letters, digits and hyphens; it is '%s'"):format(tostring(fields.package))
  end
  if type(fields.version) ~= "string" or not fields.version:find "^[%w.]+%-%d+$" then
    return ("version must be as '0.1.0-1'; it is '%s'"):format(tostring(fields.version))
  end
  local expected = fields.package .. "-" .. fields.version .. ".rockspec"
  if path ~= expected then return ("the file must be called %s, as package and version say; it is %s"):format(expected, path) end
  if fields.rockspec_format ~= "3.0" then return ("rockspec_format must be '3.0'; it is %s"):format(tostring(fields.rockspec_format)) end
end

local wanted = { lua = "5.4", nilgrad = native.version }

local function depends(fields)
  local found = {}
  for _, dependency in ipairs(text_list(fields.dependencies)) do
    local name, range = dependency:match "^%s*([%w_-]+)%s*(.-)%s*$"
    if wanted[name] then
      local satisfied, part = version.satisfies(wanted[name], range)
      if satisfied == nil then return ("the dependency '%s' states no range of versions that can be read: '%s'"):format(dependency, part) end
      if not satisfied then return ("it depends on '%s', and this is %s %s"):format(dependency, name, wanted[name]) end
      found[name] = true
    end
  end
  for _, name in ipairs { "lua", "nilgrad" } do
    if not found[name] then
      return ([[dependencies must name %s: "lua >= 5.4, < 5.5", "nilgrad >= %s"]]):format(name, native.version:match "^%d+%.%d+")
    end
  end
end

local function builds(fields)
  local build = type(fields.build) == "table" and fields.build or {}
  if build.type ~= "builtin" then return ("build.type must be 'builtin'; it is %s"):format(tostring(build.type)) end
  local modules = type(build.modules) == "table" and build.modules or {}
  local module = names.module(name_of(fields) or "name")
  if not modules[module] then return ("build.modules must have %s = 'its file'"):format(module) end
  for name, file in pairs(modules) do
    if type(file) == "string" and folder.kind(file) ~= "file" then
      return ("the file of the module %s, %s, is not there"):format(tostring(name), file)
    end
    if tostring(name) == "nilgrad" or tostring(name):find "^nilgrad%." then
      return ("the module %s is nilgrad's own; a library's are named %s and %s.…"):format(tostring(name), module, module)
    end
  end
end

return {
  name_of = name_of,
  checks = {
    { title = "the rockspec names the library and itself as LuaRocks needs it", check = named },
    { title = "the rockspec says that Lua 5.4 and nilgrad are needed", check = depends },
    { title = "the rockspec names the modules and their files", check = builds },
  },
}
