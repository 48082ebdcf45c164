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

local function draw(page, data, first, second, trials, front)
  local panel = page:panel(#data.directions > 2 and ("Objectives %d and %d"):format(first, second) or "Pareto front")
  local rows, on_front, numbers = {}, {}, { {}, {} }
  for _, trial in ipairs(trials) do
    local row = { trial.values[first], trial.values[second] }
    local list = front[trial] and on_front or rows
    list[#list + 1] = row
    for k = 1, 2 do table.insert(numbers[k], row[k]) end
  end
  local letters = { "x", "y" }
  for k, objective in ipairs { first, second } do
    local turned = setmetatable({ maximize = data.directions[objective] == "maximize", log = data.log }, view)
    local range = turned:range(numbers[k])
    panel:values(letters[k], range)
    panel:label(letters[k] .. "label", ("objective %d  (%s)"):format(objective, data.directions[objective]))
    for _, list in ipairs { rows, on_front } do
      for _, row in ipairs(list) do row[k] = view.clip(row[k], range) end
    end
  end
  panel:points(rows, "pointtype 7 pointsize 0.55 linecolor '#9ab8cc'", "other trials")
  if #data.directions == 2 and #on_front > 1 then
    local corner = data.directions[first] == "maximize"
    panel:curve(panel:block(stairs(on_front, corner)), ("using 1:2 with lines linewidth 1.5 linecolor '%s'"):format(view.colours.best))
  end
  panel:points(on_front, ("pointtype 7 pointsize 0.9 linecolor '%s'"):format(view.colours.failed), "Pareto front")
end

return function(page, data)
  if #data.directions < 2 then raise "a Pareto front needs several objectives, and the study has one" end
  local trials = {}
  for _, trial in ipairs(data.trials) do
    if trial.state == "complete" then trials[#trials + 1] = trial end
  end
  if #trials == 0 then raise "a Pareto front needs a complete trial, and the study has none yet" end
  local front, drawn = front_of(trials, data.directions), 0
  for i = 1, #data.directions do
    for j = i + 1, #data.directions do
      if drawn % 2 == 0 then page:row(440) end
      draw(page, data, i, j, trials, front)
      drawn = drawn + 1
    end
  end
end
