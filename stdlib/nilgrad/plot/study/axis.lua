-- A parameter's axis: where its values lie in [0, 1], and the marks beside it. Log parameters by their logarithm, choices side by
-- side in the order in which they were given.
local view = require "nilgrad.plot.study.view"

local axis = {}
axis.__index = axis

function axis.of(name, domain)
  local self = setmetatable({ name = name, domain = domain }, axis)
  if domain.choices then
    self.place = {}
    for i, choice in ipairs(domain.choices) do self.place[choice] = (i - 0.5) / #domain.choices end
  end
  return self
end

--- In [0, 1]; nil for what has no place: a permutation, a value that is none of the choices.
function axis:at(value)
  local domain = self.domain
  if value == nil or domain.kind == "permutation" then return nil end
  if domain.choices then return self.place[value] end
  if type(value) ~= "number" or not view.is_finite(value) then return nil end
  local low, high = domain.low, domain.high
  if domain.log then
    if value <= 0 then return nil end
    low, high, value = math.log(low), math.log(high), math.log(value)
  end
  if high == low then return 0.5 end
  return math.min(1, math.max(0, (value - low) / (high - low)))
end

-- 1, 2 or 5 times a power of ten: at most `most` of them between low and high.
local function step_of(low, high, most)
  local rough = (high - low) / most
  local power = 10 ^ math.floor(math.log(rough, 10))
  for _, factor in ipairs { 1, 2, 5, 10 } do
    if factor * power >= rough * (1 - 1e-9) then return factor * power end
  end
end

local superscripts = { ["-"] = "⁻", ["0"] = "⁰", ["1"] = "¹", ["2"] = "²", ["3"] = "³", ["4"] = "⁴", ["5"] = "⁵", ["6"] = "⁶", ["7"] = "⁷",
  ["8"] = "⁸", ["9"] = "⁹" }

local function power_text(exponent)
  if exponent >= -2 and exponent <= 3 then return ("%g"):format(10.0 ^ exponent) end
  return "10" .. (tostring(exponent):gsub(".", superscripts))
end

local function log_marks(domain, most)
  local from, to = math.log(domain.low, 10), math.log(domain.high, 10)
  local first, last = math.ceil(from - 1e-9), math.floor(to + 1e-9)
  local marks = {}
  if last - first < 1 then   -- less than two decades: their ends
    for _, value in ipairs { domain.low, domain.high } do marks[#marks + 1] = { value = value, text = view.short(value) } end
    return marks
  end
  local stride = math.max(1, math.ceil((last - first + 1) / most))
  for exponent = first, last, stride do marks[#marks + 1] = { value = 10.0 ^ exponent, text = power_text(exponent) } end
  return marks
end

--- Places and texts of marks, at most about `most` where the domain is a range: { { at, text }, … }.
function axis:marks(most)
  local domain, list = self.domain, {}
  if domain.choices then
    for i, choice in ipairs(domain.choices) do list[i] = { (i - 0.5) / #domain.choices, view.text(choice) } end
    return list
  end
  if domain.kind == "permutation" then return list end
  local marks = {}
  if domain.log then
    marks = log_marks(domain, most)
  elseif domain.high == domain.low then
    marks[1] = { value = domain.low, text = view.short(domain.low) }
  else
    local step = step_of(domain.low, domain.high, most)
    if domain.kind == "int" then step = math.max(1, math.floor(step)) end
    for i = math.ceil(domain.low / step - 1e-9), math.floor(domain.high / step + 1e-9) do
      marks[#marks + 1] = { value = i * step, text = view.short(i * step) }
    end
  end
  for _, mark in ipairs(marks) do list[#list + 1] = { self:at(mark.value), mark.text } end
  return list
end

--- What to add to a choice's place, so that trials of one choice do not hide each other: within `share` of its room, always the
--- same for a trial.
function axis:spread(number, share)
  if not self.domain.choices then return 0 end
  return ((number * 0.6180339887) % 1 - 0.5) * share / #self.domain.choices
end

--- "C (log)"
function axis:label() return self.domain.log and self.name .. "  (log)" or self.name end

return axis
