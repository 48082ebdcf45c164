-- reload(name): loads a module that has changed. What holds the module's table goes on holding it: the table is filled anew. If
-- loading fails, everything is as it was.
local raise = require "nilgrad.raise"

local function refill(old, new)
  for key in next, old do
    if rawget(new, key) == nil then rawset(old, key, nil) end
  end
  for key, value in next, new do rawset(old, key, value) end
  if type(debug.getmetatable(new)) == "table" or debug.getmetatable(old) then debug.setmetatable(old, debug.getmetatable(new)) end
end

return function(name)
  if name:find "^nilgrad$" or name:find "^nilgrad%." then raise("%s is part of the program: it cannot be reloaded", name) end
  local old = package.loaded[name]
  if old == nil then raise("module '%s' is not loaded; require it first", name) end
  package.loaded[name] = nil
  local done, failure = pcall(require, name)
  local new = package.loaded[name]
  package.loaded[name] = old
  if not done then error(failure, 0) end
  if type(old) == "table" and type(new) == "table" then
    refill(old, new)
  else
    package.loaded[name] = new
  end
end
