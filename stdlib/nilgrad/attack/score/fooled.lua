-- fooled(victim, losses, loss): whether any of the last question's candidates fools the model, by its answers alone; costs nothing.
local model = require "nilgrad.native".model

local likelier_than_all_others = math.log(0.5)

return function(victim, losses, loss)
  local least = math.huge
  for _, value in ipairs(losses) do
    if value < least then least = value end
  end
  if loss == "margin" then return least < 0 end
  if not victim.target and least > likelier_than_all_others then return false end
  local class, classes = victim.target or victim.label, {}
  for i = 1, #losses do classes[i] = class end
  for _, margin in ipairs(model[victim.target and "targeted_margin" or "margin"](victim:logits(), classes)) do
    if margin < 0 then return true end
  end
  return false
end
