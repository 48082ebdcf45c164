-- room(prefix, internal): a table whose fields are the modules `prefix`.NAME, each loaded when it is first used: a new file is a new
-- name. Those listed in `internal` are none: they are what the others are made of.
return function(prefix, internal)
  local names, start, hidden = {}, prefix .. ".", {}
  for _, name in ipairs(internal or {}) do hidden[name] = true end
  for module in pairs(package.preload) do
    local name = module:sub(1, #start) == start and module:sub(#start + 1)
    if name and not name:find(".", 1, true) and not hidden[name] then names[#names + 1] = name end
  end
  table.sort(names)
  return setmetatable({}, {
    __fields = names,
    __index = function(self, name)
      local module = type(name) == "string" and not hidden[name] and start .. name
      if not module or not package.preload[module] then return nil end
      local value = require(module)
      rawset(self, name, value)
      return value
    end,
  })
end
