-- What a module that is only loaded has no business with: a snapshot of it, and what has changed since.
local state = {}

local plain = { "string", "table", "math", "io", "os", "coroutine", "utf8", "debug", "package" }

local function copy_of(table)
  local copy = {}
  for key, value in next, table or {} do copy[key] = value end
  return copy
end

-- The tables that everybody shares, by what they are called.
local function shared_tables()
  local tables = { ["the metatable of strings"] = debug.getmetatable "" }
  for _, name in ipairs(plain) do tables[name] = package.loaded[name] end
  for name, module in pairs(package.loaded) do
    if name:find "^nilgrad%f[.\0]" and type(module) == "table" then tables[name] = module end
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
  ["the metatable of functions"] = function() return debug.getmetatable(print) end,
  ["the metatable of nil"] = function() return debug.getmetatable(nil) end,
  ["the hook of the debugger"] = debug.gethook,
}

function state.snapshot()
  local tables = {}
  for name, table in pairs(shared_tables()) do tables[name] = { table = table, fields = copy_of(table) } end
  local before = { tables = tables, values = {}, loaded = copy_of(package.loaded), preload = copy_of(package.preload) }
  for name, value_now in pairs(values) do before.values[name] = value_now() end
  return before
end

-- nilgrad's own tables take up modules as they are used: only what was there before counts.
local function changed_fields(name, was, into)
  local grows = name == "nilgrad" or name:find "^nilgrad%."
  for key, value in next, was.fields do
    if not rawequal(rawget(was.table, key), value) then into[#into + 1] = ("%s.%s"):format(name, tostring(key)) end
  end
  for key in next, was.table do
    if was.fields[key] == nil and not grows then into[#into + 1] = ("%s.%s"):format(name, tostring(key)) end
  end
end

--- changes(before) -> names of what is not as it was, sorted.
function state.changes(before)
  local changed = {}
  for name, was in pairs(before.tables) do changed_fields(name, was, changed) end
  for name, was in pairs(before.loaded) do
    if not rawequal(package.loaded[name], was) then changed[#changed + 1] = ("package.loaded['%s']"):format(name) end
  end
  for name, was in pairs(before.preload) do
    if not rawequal(package.preload[name], was) then changed[#changed + 1] = ("package.preload['%s']"):format(name) end
  end
  for name in pairs(package.preload) do
    if before.preload[name] == nil then changed[#changed + 1] = ("package.preload['%s']"):format(name) end
  end
  for name, value_now in pairs(values) do
    if not rawequal(before.values[name], (value_now())) then changed[#changed + 1] = name end
  end
  table.sort(changed)
  return changed
end

return state
