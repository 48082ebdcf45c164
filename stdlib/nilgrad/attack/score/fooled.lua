-- fooled(victim): whether any of the last question's candidates fools the model, by the scores it gave; costs nothing.
local model = require "nilgrad.native".model

return function(victim)
  local logits = victim:logits()
  local class, classes = victim.target or victim.label, {}
  for i = 1, #logits do classes[i] = class end
  for _, margin in ipairs(model[victim.target and "targeted_margin" or "margin"](logits, classes)) do
    if margin < 0 then return true end
  end
  return false
end
