-- What every shared objective keeps to. Checks of one objective, in order; each raises or returns what is wrong.
local ng = require "nilgrad"
local now = require "nilgrad.native.progress".seconds
local points_of = require "nilgrad.library.contract.points"

local few, most = 8, 200 -- points; most where they take no longer than
local seconds = 2
local budget = 40

local function text_of(x)
  local numbers = {}
  for i = 1, math.min(#x, 8) do numbers[i] = ("%.17g"):format(x[i]) end
  return ("{ %s%s }"):format(table.concat(numbers, ", "), #x > 8 and ", …" or "")
end

local function same(a, b) return a == b or a ~= a and b ~= b end

local function copy_of(x) return table.move(x, 1, #x, 1, {}) end

local Subject = {}
Subject.__index = Subject

-- Every value is remembered where it is the least, for the check of the optimum.
function Subject:value(x)
  local value = self.objective(x)
  if value < self.least then self.least, self.least_at = value, type(x) == "table" and x or x:table() end
  return value
end

function Subject:few_points()
  local points = { self.objective.start:table(), self.corners[1], self.corners[2] }
  while #points < few do points[#points + 1] = self.random_point() end
  return points
end

local checks = {}

checks[1] = { "it states its name and its bounds", function(self)
  if self.objective.name == "lua" then return "it has no name of its own: give name = … to ng.objective.define" end
  for _, bound in ipairs { "lower", "upper" } do
    if self.objective[bound] == nil then
      return ("it states no bound '%s', so nobody knows where to look; give %s = …, -math.huge or math.huge where anywhere will do")
        :format(bound, bound)
    end
  end
end }

checks[2] = { "it takes tables and tensors alike, and leaves them as they are", function(self)
  for _, x in ipairs(self.points) do
    local given, tensor = copy_of(x), ng.tensor(x)
    local by_table, by_tensor = self:value(given), self:value(tensor)
    if not same(by_table, by_tensor) then return ("at %s it is %.17g for a table and %.17g for a tensor"):format(text_of(x), by_table, by_tensor) end
    for i = 1, #x + 1 do
      if not rawequal(given[i], x[i]) and given[i] ~= x[i] or i <= #x and tensor[i] ~= x[i] then
        return ("it has changed coordinate %d of the point %s"):format(i, text_of(x))
      end
    end
  end
end }

checks[3] = { "it gives the same value at the same point, in whatever order", function(self)
  local first = {}
  for i, x in ipairs(self.points) do first[i] = self:value(x) end
  for i = #self.points, 1, -1 do
    local again = self:value(self.points[i])
    if not same(first[i], again) then
      return ("at %s it is %.17g and then %.17g; if that is meant, let it depend on the point alone and leave noise to its users")
        :format(text_of(self.points[i]), first[i], again)
    end
  end
end }

checks[4] = { "it is finite within its bounds", function(self)
  local until_time, count = now() + seconds, 0
  local function problem(x)
    local value = self:value(x)
    count = count + 1
    if value ~= value or math.abs(value) == math.huge then return ("at %s it is %g"):format(text_of(x), value) end
  end
  for _, list in ipairs { self.points, self.corners } do
    for _, x in ipairs(list) do
      local found = problem(x)
      if found then return found end
    end
  end
  while count < most and now() < until_time do
    local found = problem(self.random_point())
    if found then return found end
  end
end }

checks[5] = { "it answers a point that is not a number with a number", function(self)
  local x = {}
  for i = 1, self.objective.dim do x[i] = 0 / 0 end
  local done, problem = pcall(self.objective, x)
  if not done then return "at { nan, … } it raises an error, which ends a run, where NaN would be a failed evaluation: " .. tostring(problem) end
end }

checks[6] = { "a run keeps to its budget, can be repeated, and sees the values that a call gives", function(self)
  for i = 1, 3 do -- from several points: what a function leaves in the table that it is given shows from the second point on
    local function run()
      return ng.minimize(self.objective, { optimizer = ng.optimizer.random_search(), x0 = self.points[i], budget = budget, seed = i })
    end
    local first, again = run(), run()
    if first.evaluations ~= budget then return ("of a budget of %d it took %d evaluations"):format(budget, first.evaluations) end
    if not same(first.value, again.value) then
      return ("with the same seed a run ended at %.17g and then at %.17g"):format(first.value, again.value)
    end
    local value = self:value(first.x)
    if not same(first.value, value) then
      return ("in a run it was %.17g at %s, but called there it is %.17g"):format(first.value, text_of(first.x), value)
    end
  end
end }

local optimum_check = { "its least value is the one that is stated", function(self)
  local optimum = self.optimum
  local tolerance = optimum.tolerance or 1e-9 * math.max(1, math.abs(optimum.value))
  if optimum.x then
    local value = self:value(optimum.x)
    if not (math.abs(value - optimum.value) <= tolerance) then
      return ("the optimum is stated to be %.17g at %s, but there it is %.17g"):format(optimum.value, text_of(optimum.x), value)
    end
  end
  if self.least < optimum.value - tolerance then
    return ("at %s it is %.17g, less than the stated optimum of %.17g"):format(text_of(self.least_at), self.least, optimum.value)
  end
end }

local contract = {}

local function subject_of(objective, optimum)
  local self = setmetatable({ objective = objective, optimum = optimum, least = math.huge }, Subject)
  self.corners, self.random_point = points_of(objective)
  self.points = self:few_points()
  return self
end

--- check(report, name, objective, optimum): `report(title, check)` runs a check.
function contract.check(report, name, objective, optimum)
  local subject
  report(name .. ": it can be called", function()
    subject = subject_of(objective, optimum)
    subject:value(subject.points[1])
  end)
  if not subject then return end
  local function run(check) report(("%s: %s"):format(name, check[1]), function() return check[2](subject) end) end
  for _, each in ipairs(checks) do run(each) end
  if optimum then run(optimum_check) end -- the last one, which knows all values that were seen
end

--- values(objective) -> its values at a few points, to the bit, as text.
function contract.values(objective)
  local subject, texts = subject_of(objective), {}
  for i, x in ipairs(subject.points) do texts[i] = ("%a"):format(objective(x)) end
  return table.concat(texts, " ")
end

return contract
