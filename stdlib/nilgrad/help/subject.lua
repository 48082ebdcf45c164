-- subject(what): the entries that a name or a value means, best first. Names are paths ("ng.minimize", "tensor:sum", "minimize", "t.sum"
-- of a global t); values are functions, rooms, methods and objects.
local entries = require "nilgrad.help.entries"
local member = require "nilgrad.help.member"

local catalog = require "nilgrad.native".catalog
local metatable_of = debug.getmetatable

local subject = {}

--- The entry of the kind of object that a value is, or nil.
function subject.object_of(value)
  local metatable = metatable_of(value)
  local name = type(metatable) == "table" and rawget(metatable, "__name")
  local _, known = entries.all()
  local entry = type(name) == "string" and known[name:match "^nilgrad%.(.*)$" or ""]
  return entry and entry.kind == "object" and entry or nil
end

local values, described = nil, -1

-- By value: the methods of all kinds of objects, and the functions and rooms of ng, which count more where both are the same.
local function values_by_identity()
  local list = entries.all()
  if described == #list then return values end
  values, described = {}, #list
  local ng = require "nilgrad"
  for _, entry in ipairs(list) do
    if entry.kind == "object" then
      for name, method in pairs(catalog.methods(entry.name) or {}) do
        if type(method) == "function" then values[method] = { object = entry, name = name } end
      end
    end
  end
  for _, entry in ipairs(list) do
    local value = ng
    for name in entry.path:gsub("^ng%.", ""):gmatch "[^.]+" do value = type(value) == "table" and value[name] or nil end
    if (type(value) == "table" or type(value) == "function") and entry.kind ~= "object" then values[value] = { entry = entry } end
  end
  return values
end

--- The entry of a function, room or object, or nil.
function subject.of_value(value)
  if value == nil then return nil end
  local found = values_by_identity()[value]
  if found then return found.entry or member(found.object, found.name) end
  local object = subject.object_of(value)
  if not object then return nil end
  local _, known = entries.all()
  local made, path = pcall(function()
    local room = object.name == "recipe" and value.kind or object.name == "attack_method" and "attack"
    return room and "ng." .. room .. "." .. value.name
  end)
  return made and path and known[path] or object -- a closed one does not say what made it
end

-- The member of a global object: of "r.value" the entry of result's value where r is a result.
local function of_variable(path)
  local value, parent, last = _G, nil, nil
  for name in path:gmatch "[^.:]+" do
    parent, last = value, name
    local found, inner = pcall(function() return parent[name] end)
    value = found and inner or nil
    if parent == nil then return nil end
  end
  local object = parent ~= _G and subject.object_of(parent)
  local entry = object and member(object, last)
  if entry then return entry end
  return value ~= nil and type(value) ~= "string" and subject.of_value(value) or nil
end

local function of_member(path)
  local _, known = entries.all()
  local kind, name = path:match "^([%w_]+)[.:]([%w_]+)$"
  local object = kind and known[kind]
  return object and object.kind == "object" and member(object, name)
end

--- named(path) -> a list of the entries of that path or, where there is none, of that last name.
function subject.named(path)
  local list, known = entries.all()
  local short = path:gsub("^ng[.:]", "")
  local exact = known[path] or known["ng." .. short] or of_member(path) or of_variable(path) or of_member(short)
  if exact then return { exact } end
  local found = {}
  for _, entry in ipairs(list) do
    if entry.name == path then found[#found + 1] = entry end
  end
  if #found > 0 then return found end
  for _, entry in ipairs(list) do
    found[#found + 1] = entry.kind == "object" and member(entry, path) or nil
  end
  return found
end

return subject
