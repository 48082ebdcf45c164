-- An axis of a chart: where numbers lie on it, and its marks.
local Axis = {}
Axis.__index = Axis

-- 1, 2 or 5 times a power of ten, so that about `most` steps cover `span`.
local function step_for(span, most)
  local raw = span / most
  local power = 10.0 ^ math.floor(math.log(raw, 10))
  for _, factor in ipairs { 1, 2, 5, 10 } do
    if factor * power >= raw * (1 - 1e-9) then return factor * power end
  end
end

--- The place of a number between 0 and 1.
function Axis:place(number)
  if self.log then
    return (math.log(math.max(number, self.low)) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
  end
  return (number - self.low) / (self.high - self.low)
end

-- Powers of ten; their multiples by 2 and 5 too where there are few.
local function logarithmic(axis, most)
  local marks, factors = {}, math.log(axis.high / axis.low, 10) * 3 <= most and { 1, 2, 5 } or { 1 }
  local power = 10.0 ^ math.floor(math.log(axis.low, 10) + 1e-9)
  while power <= axis.high do
    for _, factor in ipairs(factors) do
      local mark = factor * power
      if mark >= axis.low * (1 - 1e-9) and mark <= axis.high * (1 + 1e-9) then marks[#marks + 1] = mark end
    end
    power = power * 10
  end
  return marks
end

--- The numbers to mark, about `most`.
function Axis:marks(most)
  if self.log then return logarithmic(self, most) end
  local marks, step = {}, step_for(self.high - self.low, most)
  for i = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) do marks[#marks + 1] = i * step end
  return marks
end

function Axis:text(number) return self.percent and ("%g %%"):format(100 * number) or ("%g"):format(number) end

--- axis { low, high, log, percent, label }; an axis without an extent is given one.
return function(axis)
  local made = setmetatable({}, Axis)
  for name, value in pairs(axis) do made[name] = value end
  if made.high <= made.low then made.high = made.log and made.low * 10 or made.low + 1 end
  return made
end
