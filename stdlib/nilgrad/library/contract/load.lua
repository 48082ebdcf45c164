-- What loading a library may do: make objectives, and nothing else. Runs in a process of its own, since it is about what is left over.
local known = require "nilgrad.library.known"
local watch = require "nilgrad.library.watch"

local function load_watched(module)
  local seen, tell = {}, watch.tell
  watch.tell = function(text) seen[#seen + 1] = text end
  math.randomseed(20, 26)
  local expected = math.random(0)
  math.randomseed(20, 26)
  local done, result = pcall(require, module)
  local random = math.random(0) ~= expected
  watch.tell = tell
  if not done then error(result, 0) end
  return { library = result, seen = seen, random = random }
end

-- What a user would see of the library, for comparing two loads of it.
local function description_of(library) return type(library) .. "\n" .. tostring(library) end

local function load_again(module, modules)
  for each in pairs(modules) do package.loaded[each] = nil end
  return require(module)
end

--- load(report, module, modules): `report(title, check)` runs a check, which raises or returns what is wrong.
return function(report, module, modules)
  local loaded
  report("the module loads", function() loaded = load_watched(module) end)
  if not loaded then return end
  report("the module returns a library", function()
    local about = known[loaded.library]
    if not about then
      return ("the module %s returns a %s; it must end with: return ng.library { name = …, objectives = { … } }")
        :format(module, type(loaded.library))
    end
    local expected = module:match "^nilgrad_(.*)$":gsub("_", "-")
    if about.name ~= expected then return ("ng.library is told the name '%s', but the module %s is of '%s'"):format(about.name, module, expected) end
  end)
  report("loading makes no globals and changes nothing that others share", function()
    return #loaded.seen > 0 and table.concat(loaded.seen, "\n") or nil
  end)
  report("loading leaves math.random alone", function()
    return loaded.random and "it draws from math.random or seeds it, so what others draw after it differs; use ng.random(seed)" or nil
  end)
  report("loading it again gives the same library", function()
    local again = load_again(module, modules)
    if description_of(again) ~= description_of(loaded.library) then
      return ("first: %s\nagain: %s"):format(description_of(loaded.library), description_of(again))
    end
  end)
end
