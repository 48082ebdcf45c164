-- The noise of a function's values: level and kind.
local rounding = 2 ^ -53

-- ECNoise's difference table (Moré & Wild, SIAM J. Sci. Comput. 33, 2011) of equally spaced values: the noise level, or nil; and whether
-- values stand too close together (half of the first differences are 0).
local function read_table(values)
  local column, gamma, sigma, turns = { table.unpack(values) }, 1, {}, {}
  for k = 1, #values - 1 do
    gamma = gamma * k / (2 * (2 * k - 1))
    local squares, zeros, low, high = 0, 0, math.huge, -math.huge
    for i = 1, #values - k do
      local difference = column[i + 1] - column[i]
      column[i], squares = difference, squares + difference * difference
      zeros, low, high = zeros + (difference == 0 and 1 or 0), math.min(low, difference), math.max(high, difference)
    end
    if k == 1 and 2 * zeros >= #values - 1 then return nil, true end
    sigma[k], turns[k] = math.sqrt(gamma * squares / (#values - k)), low < 0 and high > 0
  end
  for k = 1, #sigma - 2 do
    local least, most = math.min(sigma[k], sigma[k + 1], sigma[k + 2]), math.max(sigma[k], sigma[k + 1], sigma[k + 2])
    if turns[k] and most <= 4 * least then return sigma[k] end
  end
  return nil, false
end

-- The standard deviation of values that differ at the same point.
local function spread(values)
  local sum, squares = 0, 0
  for _, value in ipairs(values) do
    local difference = value - values[1]
    sum, squares = sum + difference, squares + difference * difference
  end
  return math.sqrt(math.max(0, squares - sum * sum / #values) / (#values - 1))
end

-- noise(at, spacing) -> level, kind. at(t) is the function on a line through x = at(0); 10 to 38 evaluations.
return function(at, spacing)
  local values = { at(0), at(0), at(0) }
  if values[2] ~= values[1] or values[3] ~= values[1] then
    for i = 4, 24 do values[i] = at(0) end
    return spread(values), "stochastic"
  end
  local floor = rounding * math.abs(values[1])
  spacing = spacing * 1.2345678901234567 -- not a power of two: the rounding of x is noise too
  for _ = 1, 5 do
    local largest = 0
    for i = 1, 7 do
      values[i] = at((i - 1) * spacing)
      largest = math.max(largest, math.abs(values[i]))
    end
    local level, close = read_table(values)
    if level then
      level = math.max(level, rounding * largest)
      return level, level > 1e4 * rounding * largest and "deterministic" or "round-off"
    end
    spacing = spacing * (close and 100 or 0.01)
  end
  return floor, floor > 0 and "round-off" or "none"
end
