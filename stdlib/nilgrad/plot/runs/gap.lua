-- gap(run, value, optimum, plot): how far a value of a run is from the optimum, which none may be better than by more than rounding.
local raise = require "nilgrad.raise"

local rounding = 1e-9

return function(run, value, optimum, plot)
  local gap = run.rising and optimum - value or value - optimum
  if #run.history == 1 then gap = math.abs(gap) end   -- one value tells no direction
  if gap < -rounding * math.max(1, math.abs(optimum)) then
    raise("%s: a run reached %g, which is better than the optimum, %g: give another optimum = …", plot, value, optimum)
  end
  return math.max(gap, 0)
end
