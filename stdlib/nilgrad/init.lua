-- The table of everything: native things at once, modules written in Lua (nilgrad.attack, …) when they are first used.
local room = require "nilgrad.room"

local ng = {}

for name, value in pairs(require "nilgrad.native") do
  ng[name] = value
end

-- Rooms of modules in Lua, for completion at the prompt, which does not load them.
local rooms = {}
for module in pairs(package.preload) do
  rooms[#rooms + 1] = module:match "^nilgrad%.([%w_]+)%."
end

-- A room may hold both: ng.data.idx is native, ng.data.review_snippets a module.
for _, name in ipairs(rooms) do
  local native = rawget(ng, name)
  if type(native) == "table" and not getmetatable(native) then setmetatable(native, getmetatable(room("nilgrad." .. name))) end
end

return setmetatable(ng, {
  __fields = rooms,
  __index = function(self, name)
    local module = type(name) == "string" and "nilgrad." .. name
    if not module or not package.preload[module] then return nil end
    local value = require(module)
    rawset(self, name, value)
    return value
  end,
})
