-- A victim for methods that see decisions only, without the driver: attack(method, task) runs one method on one image and
-- returns all that was asked. decide(candidates [n, …]) -> a list of booleans: whether each fools.
local ng = require "nilgrad"

local orders = { linf = math.huge, l2 = 2, l1 = 1 }
local Victim = {}
Victim.__index = Victim
local spent = {}

function Victim:fools_all(candidates)
  if type(candidates) == "table" then candidates = ng.tensor.stack(candidates) end
  local size = self.image.size
  local count = candidates.size // size
  assert(count * size == candidates.size and count > 0, "not whole candidates")
  local asked = math.min(count, self.budget - self.queries)
  self.calls[#self.calls + 1] = asked
  if asked == 0 then error(spent) end
  local rows = candidates:reshape { count, size }:slice(1, asked)
  local answers = self.decide(rows:reshape { asked, table.unpack(self.image.shape) })
  local distances = (rows - self.image:reshape { 1, size }):norm(orders[self.norm], 2)
  for i = 1, asked do
    self.queries = self.queries + 1
    if rows[i]:min() < 0 or rows[i]:max() > 1 then self.outside = self.outside + 1
    elseif answers[i] and distances[i] < self.best then
      self.best, self.nearest = distances[i], rows[i]:clone()
      self.progress[#self.progress + 1] = { queries = self.queries, distance = self.best }
    end
  end
  if asked < count then error(spent) end
  return answers
end

function Victim:fools(candidate) return self:fools_all(candidate:reshape { 1, -1 })[1] end
function Victim:query_all(candidates)
  local losses = {}
  for i, fooled in ipairs(self:fools_all(candidates)) do losses[i] = fooled and -1 or 1 end
  return losses
end
function Victim:query(candidate) return self:fools(candidate) and -1 or 1 end
function Victim:left() return self.budget - self.queries end
function Victim:closest() return self.nearest, self.best end
function Victim:logits() error "a victim with labels shows no logits" end

-- The least distance asked about within so many queries.
function Victim:distance_at(queries)
  local distance = math.huge
  for _, point in ipairs(self.progress) do
    if point.queries <= queries then distance = point.distance end
  end
  return distance
end

-- The first query within eps, or nil.
function Victim:success_at(eps)
  for _, point in ipairs(self.progress) do
    if point.distance <= eps * (1 + 1e-5) then return point.queries end
  end
end

return function(method, task)
  local victim = setmetatable({
    image = task.image, label = task.label or 0, target = task.target, start = task.start, norm = task.norm or "l2", eps = task.eps or 1,
    budget = task.budget or 1000, seed = task.seed or 0, stream = task.stream or 1, access = "labels",
    random = ng.random(task.seed or 0, task.stream or 1), decide = task.decide,
    queries = 0, calls = {}, progress = {}, best = math.huge, outside = 0,
  }, Victim)
  local ok, problem = xpcall(method.attack, function(e) return e == spent and e or debug.traceback(e) end, victim, method.options)
  if not ok and problem ~= spent then error(problem, 0) end
  victim.returned = ok
  return victim
end
