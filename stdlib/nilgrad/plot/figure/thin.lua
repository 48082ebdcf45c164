-- thin(x, y, style, log): which points of many are enough to see the same picture: their indices, in order.
local axis = require "nilgrad.plot.figure.axis"

local enough, columns = 4000, 2000
local across_cells, up_cells = 500, 300   -- of points: a mark covers more than one

local function all(count)
  local kept = {}
  for i = 1, count do kept[i] = i end
  return kept
end

-- Of points in the same place, the first.
local function scattered(x, y, across, up)
  local kept, taken = {}, {}
  for i = 1, #y do
    local place = across:place(x[i]) * across_cells // 1 * (up_cells + 1) + up:place(y[i]) * up_cells // 1
    if place == place and not taken[place] then   -- NaN has no place
      taken[place] = true
      kept[#kept + 1] = i
    end
  end
  return kept
end

-- Where a line passes through one column: where it comes in and goes out, its highest and its lowest point. A gap stays one.
local function along(x, y, across)
  local kept, first, low, high, column = {}, nil, nil, nil, nil
  local function close(last)
    if not first then return end
    local ends = { first, low, high, last }
    table.sort(ends)
    for k, i in ipairs(ends) do
      if k == 1 or i ~= ends[k - 1] then kept[#kept + 1] = i end
    end
    first = nil
  end
  for i = 1, #y do
    local place = across:place(x[i]) * columns // 1
    if y[i] - y[i] ~= 0 or place - place ~= 0 then   -- NaN or infinite
      close(i - 1)
      if i == 1 or y[i - 1] - y[i - 1] == 0 then kept[#kept + 1] = i end
    elseif first and place == column then
      if y[i] < y[low] then low = i end
      if y[i] > y[high] then high = i end
    else
      close(i - 1)
      first, low, high, column = i, i, i, place
    end
  end
  close(#y)
  return kept
end

return function(x, y, style, log)
  if #y <= enough then return all(#y) end
  local across = axis.around(x, { log = log:find "x" ~= nil })
  if style ~= "points" then return along(x, y, across) end
  return scattered(x, y, across, axis.around(y, { log = log:find "y" ~= nil }))
end
