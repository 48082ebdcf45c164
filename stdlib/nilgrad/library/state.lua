-- What all modules share, and so what one that is only loaded has no business with: a snapshot of it, and what has changed since.
-- Its functions are kept here as they were, since what is looked at may be changed by then.
local next, pairs, ipairs, rawequal, rawget, type, tostring = next, pairs, ipairs, rawequal, rawget, type, tostring
local debug, package, table, _G = debug, package, table, _G

local state = {}

local function copy_of(table)
  local copy = {}
  for key, value in next, table do copy[key] = value end
  return copy
end

-- The shared tables by what they are called. nilgrad's own take up modules as they are used: only what was there before counts.
local function shared_tables()
  local tables = { _G = { _G }, ["the metatable of strings"] = { debug.getmetatable "" } }
  for _, name in ipairs { "string", "table", "math", "io", "os", "coroutine", "utf8", "debug", "package" } do
    tables[name] = { package.loaded[name] }
  end
  local ng = package.loaded.nilgrad
  if type(ng) == "table" then
    tables.ng = { ng, grows = true }
    for name, room in next, ng do
      if type(room) == "table" then tables["ng." .. name] = { room, grows = true } end
    end
  end
  return tables
end

local values = {
  ["the locale (os.setlocale)"] = os.setlocale,
  ["the default output (io.output)"] = io.output,
  ["the default input (io.input)"] = io.input,
  ["the metatable of _G"] = function() return debug.getmetatable(_G) end,
  ["the metatable of numbers"] = function() return debug.getmetatable(0) end,
  ["the metatable of booleans"] = function() return debug.getmetatable(true) end,
  ["the metatable of functions"] = function() return debug.getmetatable(next) end,
  ["the metatable of nil"] = function() return debug.getmetatable(nil) end,
}

function state.snapshot()
  local before = { tables = {}, values = {}, loaded = copy_of(package.loaded), preload = copy_of(package.preload) }
  for name, shared in pairs(shared_tables()) do
    if type(shared[1]) == "table" then
      before.tables[name] = { table = shared[1], fields = copy_of(shared[1]), grows = shared.grows }
    end
  end
  for name, value_now in pairs(values) do before.values[name] = value_now() end
  return before
end

local function title_of(name, key)
  if name == "_G" then return ("the global '%s'"):format(tostring(key)) end
  return ("%s.%s"):format(name, tostring(key))
end

local function changed_fields(name, was, into)
  for key, value in next, was.fields do
    if not rawequal(rawget(was.table, key), value) then into[#into + 1] = "changes " .. title_of(name, key) end
  end
  for key in next, was.table do
    if was.fields[key] == nil and not was.grows then into[#into + 1] = "makes " .. title_of(name, key) end
  end
end

-- Modules that were loaded are to stay; of package.preload, nothing is to come or go.
local function changed_modules(before, into)
  for name, was in next, before.loaded do
    if not rawequal(package.loaded[name], was) then into[#into + 1] = ("changes package.loaded['%s']"):format(name) end
  end
  for name, was in next, before.preload do
    if not rawequal(package.preload[name], was) then into[#into + 1] = ("changes package.preload['%s']"):format(name) end
  end
  for name in next, package.preload do
    if before.preload[name] == nil then into[#into + 1] = ("makes package.preload['%s']"):format(name) end
  end
end

--- changes(before) -> "makes the global 'count'", "changes string.rep", …, sorted.
function state.changes(before)
  local changed = {}
  for name, was in pairs(before.tables) do changed_fields(name, was, changed) end
  changed_modules(before, changed)
  for name, value_now in pairs(values) do
    if not rawequal(before.values[name], (value_now())) then changed[#changed + 1] = "changes " .. name end
  end
  table.sort(changed)
  return changed
end

return state
