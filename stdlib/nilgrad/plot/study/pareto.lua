-- Several objectives: what every trial reached of two at a time, and those that none is better than in all.
local raise = require "nilgrad.raise"
local view = require "nilgrad.plot.study.view"

local function at_least_as_good(direction, a, b)
  if direction == "maximize" then return a >= b end
  return a <= b
end

local function dominates(a, b, directions)
  local differs = false
  for k, direction in ipairs(directions) do
    if not at_least_as_good(direction, a.values[k], b.values[k]) then return false end
    differs = differs or a.values[k] ~= b.values[k]
  end
  return differs
end

local function front_of(trials, directions)
  local front = {}
  for _, trial in ipairs(trials) do
    local dominated = false
    for _, other in ipairs(trials) do
      if dominates(other, trial, directions) then
        dominated = true
        break
      end
    end
    if not dominated then front[trial] = true end
  end
  return front
end

-- Corners between neighbours of the front: what is reached of one objective for each value of the other.
local function stairs(points, upward)
  table.sort(points, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    return a[2] < b[2]
  end)
  local rows = {}
  for i, point in ipairs(points) do
    if i > 1 then rows[#rows + 1] = upward and { points[i - 1][1], point[2] } or { point[1], points[i - 1][2] } end
    rows[#rows + 1] = point
  end
  return rows
end

local function axis_of(data, objective, numbers)
  local turned = setmetatable({ maximize = data.directions[objective] == "maximize", log = data.log }, view)
  return turned:range(numbers), ("objective %d  (%s)"):format(objective, data.directions[objective])
end

-- What every trial reached of two objectives: { first, second, others, front, ranges, names }, with what is beyond a range at its edge.
local function pair_of(data, first, second, trials, front)
  local pair, numbers = { first = first, second = second, others = {}, front = {}, ranges = {}, names = {} }, { {}, {} }
  for _, trial in ipairs(trials) do
    local row = { trial.values[first], trial.values[second] }
    local list = front[trial] and pair.front or pair.others
    list[#list + 1] = row
    for k = 1, 2 do table.insert(numbers[k], row[k]) end
  end
  for k, objective in ipairs { first, second } do
    pair.ranges[k], pair.names[k] = axis_of(data, objective, numbers[k])
    for _, list in ipairs { pair.others, pair.front } do
      for _, row in ipairs(list) do row[k] = view.clip(row[k], pair.ranges[k]) end
    end
  end
  return pair
end

local function pairs_of(data)
  if #data.directions < 2 then raise "a Pareto front needs several objectives, and the study has one" end
  local trials, list = {}, {}
  for _, trial in ipairs(data.trials) do
    if trial.state == "complete" then trials[#trials + 1] = trial end
  end
  if #trials == 0 then raise "a Pareto front needs a complete trial, and the study has none yet" end
  local front = front_of(trials, data.directions)
  for i = 1, #data.directions do
    for j = i + 1, #data.directions do list[#list + 1] = pair_of(data, i, j, trials, front) end
  end
  return list
end

local function draw(page, data, pair)
  local panel = page:panel(#data.directions > 2 and ("Objectives %d and %d"):format(pair.first, pair.second) or "Pareto front")
  for k, letter in ipairs { "x", "y" } do
    panel:values(letter, pair.ranges[k])
    panel:label(letter .. "label", pair.names[k])
  end
  panel:points(pair.others, "pointtype 7 pointsize 0.55 linecolor '#9ab8cc'", "other trials")
  if #data.directions == 2 and #pair.front > 1 then
    local corner = data.directions[pair.first] == "maximize"
    panel:curve(panel:block(stairs(pair.front, corner)), ("using 1:2 with lines linewidth 1.5 linecolor '%s'"):format(view.colours.best))
  end
  panel:points(pair.front, ("pointtype 7 pointsize 0.9 linecolor '%s'"):format(view.colours.failed), "Pareto front")
end

return setmetatable({ pairs_of = pairs_of }, { __call = function(_, page, data)
  for i, pair in ipairs(pairs_of(data)) do
    if i % 2 == 1 then page:row(440) end
    draw(page, data, pair)
  end
end })
