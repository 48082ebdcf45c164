-- series(given, which, log): a series as it was given to ng.plot.lines, checked, as charts take it: { name, style, dashed, colour, rows }
-- with rows { x, y, low, high }, of which no more are kept than can be seen. `log` says which axes are logarithmic: "", "x", "y", "xy".
local colours = require "nilgrad.plot.figure.colours"
local raise = require "nilgrad.raise"
local thin = require "nilgrad.plot.figure.thin"

local fields = { name = true, x = true, y = true, style = true, dashed = true, colour = true, low = true, high = true }
local styles = { lines = true, points = true, linespoints = true }

local function numbers_of(value, which)
  if type(value) == "userdata" and type(value.shape) == "table" then
    if #value.shape ~= 1 then raise("%s must be a list of numbers, got a tensor of shape [%s]", which, table.concat(value.shape, ", ")) end
    return value:table()
  end
  if type(value) ~= "table" and type(value) ~= "userdata" then raise("%s must be a list of numbers, got %s", which, tostring(value)) end
  local numbers = {}
  for i = 1, #value do
    numbers[i] = value[i]
    if type(numbers[i]) ~= "number" then raise("%s[%d] must be a number, got %s", which, i, tostring(numbers[i])) end
  end
  return numbers
end

local function refuse_logarithms(numbers, which, axis, log)
  if not log:find(axis) then return end
  for i, number in ipairs(numbers) do
    if number <= 0 then raise("%s[%d] is %g, which has no place on a logarithmic axis", which, i, number) end
  end
end

-- The two edges of a series' band, or nothing.
local function band_of(series, which, count, log)
  if not series.low and not series.high then return nil end
  local edges = {}
  for _, edge in ipairs { "low", "high" } do
    local name = which .. "." .. edge
    edges[edge] = numbers_of(series[edge], name)
    if #edges[edge] ~= count then raise("%s has %d numbers for %d points", name, #edges[edge], count) end
    refuse_logarithms(edges[edge], name, "y", log)
  end
  return edges
end

local function check_fields(series, which)
  if type(series) ~= "table" then raise("%s must be a table, got %s", which, tostring(series)) end
  for field in pairs(series) do
    if not fields[field] then
      raise("unknown field '%s' of %s; its fields are name, x, y, low, high, style, dashed, colour", tostring(field), which)
    end
  end
  if series.style and not styles[series.style] then
    raise("%s.style must be 'lines', 'points' or 'linespoints', got '%s'", which, tostring(series.style))
  end
  if series.colour and not colours[series.colour] then raise("%s.colour must be 1 to %d, got %s", which, #colours, tostring(series.colour)) end
end

local function is_seen(x, y)
  for i = 1, #y do
    if math.abs(x[i]) < math.huge and math.abs(y[i]) < math.huge then return true end   -- NaN is less than nothing
  end
  return false
end

return function(given, which, log)
  check_fields(given, which)
  local y, x = numbers_of(given.y, which .. ".y"), {}
  if given.x then x = numbers_of(given.x, which .. ".x") else for i = 1, #y do x[i] = i end end
  if #x ~= #y then raise("%s has %d x and %d y", which, #x, #y) end
  refuse_logarithms(x, which .. ".x", "x", log)
  refuse_logarithms(y, which .. ".y", "y", log)
  local band = band_of(given, which, #y, log)
  if not is_seen(x, y) then raise("%s has no finite point", which) end
  local rows = {}
  for k, i in ipairs(thin(x, y, given.style, log)) do rows[k] = { x[i], y[i], band and band.low[i], band and band.high[i] } end
  return { name = given.name, style = given.style or "lines", dashed = given.dashed, colour = given.colour, rows = rows, banded = band ~= nil }
end
