-- 5. Ask and tell: the values come from elsewhere, and a crash costs nothing.
local ng = require "nilgrad"

-- Imagine an instrument that is set and read by hand.
local function read_instrument(settings) return (settings[1] - 0.3) ^ 2 + (settings[2] - 0.8) ^ 2 end

local path = os.tmpname()
os.remove(path)
local run = ng.start { dim = 2, lower = 0, upper = 1, budget = 200, seed = 1, journal = path, optimizer = ng.optimizer.cmaes() }

-- The run says which points it wants to know about. It does not care who measures them, or when.
local asked = 0
while asked < 60 do
  local points, values = run:ask(), {}
  for i, point in ipairs(points) do
    values[i] = read_instrument(point)
    asked = asked + 1
  end
  run:tell(values)                               -- nil or NaN for a measurement that failed
end
print(asked >= 60, run:done())                   --> true	false

-- Here the power goes. The journal has every value that was told.
run = nil
collectgarbage()

-- Later: the run goes on where it was, and ends as if nothing had happened, to the bit.
local again = ng.resume(path)
print(again:result().evaluations == asked)       --> true
while not again:done() do
  local values = {}
  for i, point in ipairs(again:ask()) do values[i] = read_instrument(point) end
  again:tell(values)
end
local r = again:result()
print(r.value < 1e-6)                            --> true
print(("%.2f  %.2f"):format(r.x[1], r.x[2]))     --> 0.30  0.80
os.remove(path)

-- ng.minimize keeps journals too: journal = "run.journal", then ng.resume("run.journal", { objective = f }). Next: 06_a_program_as_objective.lua
