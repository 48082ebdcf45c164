-- varied(recipe, names, value): the same estimator with one option changed, the first of `names` that it has; nil where it has none of them.
local native = require "nilgrad.native"

local options_of = {}   -- by kind and name

local function option_names(recipe)
  local path = ("ng.%s.%s"):format(recipe.kind, recipe.name)
  if not options_of[path] then
    for _, entry in ipairs(native.catalog.entries()) do
      if entry.path == path then options_of[path] = entry.options end
    end
  end
  return options_of[path] or {}
end

return function(recipe, names, value)
  local options, changed = {}, nil
  for _, option in ipairs(option_names(recipe)) do options[option.name] = recipe[option.name] end
  for _, name in ipairs(names) do
    for _, option in ipairs(option_names(recipe)) do
      if option.name == name and not changed then changed, options[name] = name, value end
    end
  end
  return changed and native.estimator[recipe.name](options) or nil
end
