-- Types of the descriptors as LuaCATS writes them: "number | tensor" is number|nilgrad.tensor.
local entries = require "nilgrad.help.entries"

local names = {}

local recipes = { "perturbation", "estimator", "update", "schedule", "constraint", "optimizer", "sampler", "pruner" }

--- The classes of recipes: each is nilgrad.recipe.
function names.recipes() return recipes end

local own

local function is_own(name)
  if not own then
    own = { dtype = true }
    for _, kind in ipairs(recipes) do own[kind] = true end
    for _, entry in ipairs((entries.all())) do own[entry.name] = own[entry.name] or entry.kind == "object" or nil end
  end
  return own[name]
end

--- of_text("number | tensor") -> "number|nilgrad.tensor". Names of fields in { … } stay.
function names.of_text(text)
  local result = text:gsub("([%a_][%w_]*)(%s*:?)", function(name, colon)
    return (colon:find ":" == nil and is_own(name) and "nilgrad." or "") .. name .. colon
  end)
  return (result:gsub("%s*|%s*", "|"))
end

local plain = { boolean = "boolean", integer = "integer", number = "number", string = "string", numbers = "number|number[]|nilgrad.tensor",
  strings = "string|string[]", ["function"] = "function", any = "any" }

--- What an option takes; where only some texts are allowed, these.
function names.of_option(option)
  local choices = {}
  for i, choice in ipairs(option.choices) do choices[i] = ("%q"):format(choice) end
  local list = table.concat(choices, "|")
  local name = plain[option.type] or is_own(option.type) and "nilgrad." .. option.type or "any"
  if option.type == "string" and #choices > 0 then return list end
  if option.type == "schedule" then name = "number|" .. name end
  if option.many then name = name .. "|" .. name .. "[]" end
  return #choices > 0 and name .. "|" .. list or name
end

return names
