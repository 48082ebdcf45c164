-- The table of everything: native things at once, modules written in Lua (nilgrad.attack, …) when they are first used.
local room = require "nilgrad.room"

local ng = {}

for name, value in pairs(require "nilgrad.native") do
  ng[name] = value
end

-- A room may hold both: ng.data.idx is native, ng.data.review_snippets a module. ng.study and ng.task have no native part.
for name, native in pairs(ng) do
  if type(native) == "table" and not getmetatable(native) then
    local modules = getmetatable(room("nilgrad." .. name))
    if #modules.__fields > 0 then setmetatable(native, modules) end
  end
end

-- The modules that are names of ng. Others are what these are made of. Their names are known before they are loaded.
local public, names = {}, { "attack", "defence", "diagnose", "library", "plot", "space", "study", "task" }
for _, name in ipairs(names) do public[name] = "nilgrad." .. name end

return setmetatable(ng, {
  __fields = names,
  __index = function(self, name)
    if not public[name] then return nil end
    local value = require(public[name])
    rawset(self, name, value)
    return value
  end,
})
