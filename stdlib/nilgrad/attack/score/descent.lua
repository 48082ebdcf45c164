-- descent(victim, estimator, update): descends the estimated loss, projecting onto the ball and then the box after every step. A
-- step's point is asked about in one batch with the candidates of the next estimate, unless it is one of them.
local native = require "nilgrad.native"

local function start(victim, optimizer, budget)
  return native.start { x0 = victim.image, dim = victim.image.size, budget = budget, seed = victim.seed, stream = victim.stream,
    optimizer = optimizer }
end

return function(victim, estimator, update)
  local optimizer = native.optimizer.zeroth_order {
    estimator = estimator, update = update,
    constraint = { native.constraint[victim.norm] { radius = victim.eps, centre = "start" }, native.constraint.box(0, 1) },
  }
  -- A budget too small for one estimate is refused; the victim answers what it allows of it.
  local started, run = pcall(start, victim, optimizer, victim.budget)
  if not started then run = start(victim, optimizer, 1 << 40) end
  local known = victim.image:reshape { -1 }  -- to fail
  while not run:done() do
    local candidates, x = run:ask(), run:x()
    local new = not x:equal(known) and not candidates[1]:equal(x)
    known = x
    if new then candidates = native.tensor.concat { x:reshape { 1, -1 }, candidates } end
    local losses = victim:query_all(candidates)
    if new then table.remove(losses, 1) end
    run:tell(losses)
  end
end
