-- room(prefix): a table whose fields are the modules `prefix`.NAME, each loaded when it is first used: a new file is a new name.
return function(prefix)
  local names, start = {}, prefix .. "."
  for module in pairs(package.preload) do
    local name = module:sub(1, #start) == start and module:sub(#start + 1)
    if name and not name:find(".", 1, true) then names[#names + 1] = name end
  end
  table.sort(names)
  return setmetatable({}, {
    __fields = names,
    __index = function(self, name)
      local module = type(name) == "string" and start .. name
      if not module or not package.preload[module] then return nil end
      local value = require(module)
      rawset(self, name, value)
      return value
    end,
  })
end
