-- An axis of a chart: where numbers lie on it, and its marks.
local Axis = {}
Axis.__index = Axis

local axis = {}

local largest, smallest = 4e307, 1e-300
local same = 1e-10   -- ends that differ by less, relative to their size, are taken for one

-- 1, 2 or 5 times a power of ten, so that about `most` steps cover `span`.
local function step_for(span, most)
  local raw = span / most
  local power = 10.0 ^ math.floor(math.log(raw, 10))
  for _, factor in ipairs { 1, 2, 5, 10 } do
    if factor * power >= raw * (1 - 1e-9) then return factor * power end
  end
end

--- The place of a number: 0 at the axis' low end, 1 at its high one. Nothing is beyond the ends of a logarithmic axis.
function Axis:place(number)
  if self.log then
    return (math.log(math.max(number, self.low)) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
  end
  return (number - self.low) / (self.high - self.low)
end

--- How many powers of ten lie between the ends of a logarithmic axis: their ratio may be beyond all numbers.
function Axis:decades() return math.log(self.high, 10) - math.log(self.low, 10) end

-- Powers of ten, and their multiples by 2 and 5 too where there is room; where there are too many, every second, third, …
local function logarithmic(self, most)
  local decades = self:decades()
  local factors, stride = (decades * 3 <= most or decades < 1.5) and { 1, 2, 5 } or { 1 }, math.max(1, math.ceil((decades + 1 - 1e-9) / most))
  local marks = {}
  for exponent = math.floor(math.log(self.low, 10) + 1e-9), math.floor(math.log(self.high, 10) + 1e-9) do
    for _, factor in ipairs(exponent % stride == 0 and factors or {}) do
      local mark = factor * 10.0 ^ exponent
      if mark >= self.low * (1 - 1e-9) and mark <= self.high * (1 + 1e-9) then marks[#marks + 1] = mark end
    end
  end
  return marks
end

local function linear(self, most)
  local marks, step = {}, self.step or step_for(self.high - self.low, most)
  for i = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) do marks[#marks + 1] = i * step end
  return marks
end

--- The numbers to mark, about `most`.
function Axis:marks(most)
  local marks = self.log and logarithmic(self, most) or linear(self, most)
  if self.log and #marks < 2 then marks = linear(self, most) end
  return marks
end

--- A mark as text, with as many digits as tell it from its neighbours.
function Axis:text(number)
  if self.percent then return ("%g %%"):format(100 * number) end
  local largest, span = math.max(math.abs(self.low), math.abs(self.high)), self.high - self.low
  local digits = self.log and 6 or math.min(17, math.max(6, math.ceil(math.log(largest / span, 10)) + 3))
  if not self.log and math.abs(number) < 1e-9 * span then number = 0 end
  local exponent = self.log and math.floor(math.log(number, 10) + 0.5)
  if exponent and (exponent < -2 or exponent > 4) and math.abs(number / 10.0 ^ exponent - 1) < 1e-9 then return "1e" .. exponent end
  return (("%%.%dg"):format(digits):format(number):gsub("e%+?(-?)0*", "e%1"))
end

--- Marks with their texts, { { number, text }, … }: those the axis was told, or about `most`.
function Axis:labels(most)
  if self.told then return self.told end
  local list = {}
  for i, mark in ipairs(self:marks(most)) do list[i] = { mark, self:text(mark) } end
  return list
end

--- axis.of { low, high, log, percent, label }; an axis without an extent is given one.
function axis.of(ends)
  local made = setmetatable({}, Axis)
  for name, value in pairs(ends) do made[name] = value end
  -- Half of what there is, so that differences are numbers too.
  made.low, made.high = math.max(made.low, -largest), math.min(made.high, largest)
  if made.log then made.low = math.max(made.low, smallest) end
  if made.high - made.low <= same * math.max(math.abs(made.low), math.abs(made.high)) then
    local around = math.max(0.5, math.abs(made.low) * 1e-3)
    if made.log then made.low, made.high = made.low / 2, made.low * 2 else made.low, made.high = made.low - around, made.high + around end
  end
  return made
end

-- Ends at marks: those that `most` steps would have.
local function widened(made, most)
  if made.log then
    if made:decades() < 2 then return made end
    made.low, made.high = 10.0 ^ math.floor(math.log(made.low, 10) + 1e-9), 10.0 ^ math.ceil(math.log(made.high, 10) - 1e-9)
  else
    local step = step_for(made.high - made.low, most)
    made.step = step   -- the ends are marks
    made.low, made.high = math.floor(made.low / step + 1e-9) * step, math.ceil(made.high / step - 1e-9) * step
  end
  return made
end

--- axis.around(numbers, told, most): of all finite numbers of the list; `told` may have label, log, percent, low, high and marks. Where
--- `most` is given, ends that are not told are moved out to marks.
function axis.around(numbers, told, most)
  local low, high = math.huge, -math.huge
  for _, number in ipairs(numbers) do
    if number == number and math.abs(number) < math.huge and not (told.log and number <= 0) then
      low, high = math.min(low, number), math.max(high, number)
    end
  end
  if low > high then low, high = 1, 1 end
  local made = axis.of { low = told.low or low, high = told.high or high, log = told.log, percent = told.percent, label = told.label,
    told = told.marks }
  if most then widened(made, most) end
  made.low, made.high = told.low or made.low, told.high or made.high
  if told.low or told.high then made.step = nil end
  return made
end

return axis
