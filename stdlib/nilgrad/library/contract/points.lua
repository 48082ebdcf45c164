-- Points at which an objective is looked at: within its bounds, and where it has none not far from 0.
local ng = require "nilgrad"

local width = 10 -- of a coordinate without one of its bounds

local function coordinate(bound, i)
  if bound == nil or type(bound) == "number" then return bound end
  return bound[i]
end

local function finite(number) return number and math.abs(number) < math.huge end

-- The box that points lie in, as two lists.
local function box_of(objective)
  local low, high = {}, {}
  local lower, upper = objective.lower, objective.upper
  for i = 1, objective.dim do
    local l, u = coordinate(lower, i), coordinate(upper, i)
    low[i] = finite(l) and l or finite(u) and u - width or -width / 2
    high[i] = finite(u) and u or finite(l) and l + width or width / 2
  end
  return low, high
end

local function corner(low, high, bits)
  local x = {}
  for i = 1, #low do x[i] = bits(i) and high[i] or low[i] end
  return x
end

--- points(objective) -> corners (a list, all of them up to dimension 4, else 16; of many coordinates few, since they are kept) and a
--- function that gives random points.
return function(objective)
  local low, high = box_of(objective)
  local random = ng.random(1)
  local corners = { corner(low, high, function() return false end), corner(low, high, function() return true end) }
  if #low <= 4 then
    for number = 1, (1 << #low) - 2 do
      corners[#corners + 1] = corner(low, high, function(i) return number >> (i - 1) & 1 == 1 end)
    end
  else
    for _ = 1, #low <= 1e4 and 14 or 2 do
      local sides = random:uniform(#low)
      corners[#corners + 1] = corner(low, high, function(i) return sides[i] < 0.5 end)
    end
  end
  return corners, function()
    local x, share = {}, random:uniform(#low)
    for i = 1, #low do x[i] = low[i] + share[i] * (high[i] - low[i]) end
    return x
  end
end
