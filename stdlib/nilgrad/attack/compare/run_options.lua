-- run_options(own): descriptions of the options of ng.attack.run, for those who pass them on, after the options of their own. Those
-- in `own` and the method are left out; ng.attack.run itself checks the values.
local native = require "nilgrad.native"
require "nilgrad.attack.run"

local function entry_of_run()
  for _, entry in ipairs(native.catalog.entries()) do
    if entry.path == "ng.attack.run" then return entry end
  end
end

return function(own, left_out)
  local options, known = {}, { method = true }
  for _, name in ipairs(left_out or {}) do known[name] = true end
  for i, option in ipairs(own) do options[i], known[option.name] = option, true end
  for _, option in ipairs(entry_of_run().options) do
    if not known[option.name] then
      options[#options + 1] = { name = option.name, type = "any", required = option.required, help = option.help, unit = option.unit,
        default_text = option.default }
    end
  end
  return options
end
