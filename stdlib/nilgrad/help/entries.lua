-- What the catalog says, with every module of ours loaded: they describe their things when they are. Kept until there is more to say.
local catalog = require "nilgrad.native".catalog

local entries = {}

local list, by_path, loaded

local function load_all()
  local names = {}
  for name in pairs(package.preload) do
    if name:find "^nilgrad%." and not name:find "^nilgrad%.help" then names[#names + 1] = name end
  end
  table.sort(names) -- what is loaded first is listed first
  for _, name in ipairs(names) do pcall(require, name) end
  loaded = true
end

--- all() -> every entry in order, and a table of them by path.
function entries.all()
  if not loaded then load_all() end
  if list and #list == catalog.count() then return list, by_path end
  list, by_path = catalog.entries(), {}
  for _, entry in ipairs(list) do by_path[entry.path] = entry end
  return list, by_path
end

local most_named = 5

--- How it is called: as it says itself, or as constructors are, "ng.update.adam { lr = …, beta1 = …, … } -> update".
function entries.signature(entry)
  if entry.signature then return entry.signature end
  local names = {}
  for i, option in ipairs(entry.options) do names[i] = i <= most_named and option.name .. " = …" or i == most_named + 1 and "…" or nil end
  local arguments = #names > 0 and " { " .. table.concat(names, ", ") .. " }" or "()"
  return entry.path .. arguments .. " -> " .. (entry.kind == "attack" and "attack_method" or entry.kind)
end

--- The objects that a signature says it returns: of "ng.resume(…) -> result | run" the entries of result and run.
function entries.returned(entry)
  local _, known = entries.all()
  local found, seen = {}, {}
  for returned in (entry.signature or ""):gmatch "%->([^;\n]*)" do
    for name in returned:gmatch "[%w_]+" do
      local object = known[name]
      if object and object.kind == "object" and not seen[name] then
        seen[name], found[#found + 1] = true, object
      end
    end
  end
  return found
end

return entries
