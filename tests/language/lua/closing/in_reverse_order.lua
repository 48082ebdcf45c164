local function closing(name) return setmetatable({}, { __close = function() print(name) end }) end
-- expect: b
-- expect: a
do
  local a <close> = closing "a"
  local b <close> = closing "b"
end
