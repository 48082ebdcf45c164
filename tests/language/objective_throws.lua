-- What an objective throws ends the run with the message and the position it was thrown at.
local ng = require "nilgrad"
local calls = 0
local function measure(x)
  calls = calls + 1
  if calls == 7 then error("too hot at " .. calls) end --! too hot at 7
  return x[1] ^ 2
end
ng.minimize(measure, { dim = 1, budget = 100, seed = 1 })
