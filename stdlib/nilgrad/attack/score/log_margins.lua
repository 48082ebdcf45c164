-- log_margins(victim, candidates): asks about them; log p_y − max log p_k of each (towards a target t, max log p_k − log p_t), also where
-- the model shows probabilities. Differences of logits are differences of log-probabilities.
local model = require "nilgrad.native".model

return function(victim, candidates)
  local losses = victim:query_all(candidates)
  if victim.access ~= "probabilities" then return losses end
  local class, classes = victim.target or victim.label, {}
  for i = 1, #losses do classes[i] = class end
  return model[victim.target and "targeted_margin" or "margin"](victim:logits():maximum(1e-30):log_(), classes)
end
