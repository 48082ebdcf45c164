-- quartiles(runs): rows { evaluations, median, lower quartile, upper quartile } of the best values of several runs, wherever one of them got
-- better. A run that has ended keeps its value; before the last of them has found one there is no row.
local quantile = require "nilgrad.plot.figure.quantile"

local most_rows = 800   -- more than a picture has columns for

local function moments(runs)
  local seen, list, first = {}, {}, 0
  for _, run in ipairs(runs) do
    first = math.max(first, run.history[1].evaluations)
    for _, entry in ipairs(run.history) do seen[entry.evaluations] = true end
    seen[run.evaluations] = true
  end
  for evaluations in pairs(seen) do
    if evaluations >= first then list[#list + 1] = evaluations end
  end
  table.sort(list)
  local stride, kept = math.ceil(#list / most_rows), {}
  for i, evaluations in ipairs(list) do
    if (i - 1) % stride == 0 or i == #list then kept[#kept + 1] = evaluations end
  end
  return kept
end

return function(runs)
  local rows, at = {}, {}
  for k in ipairs(runs) do at[k] = 1 end
  for _, evaluations in ipairs(moments(runs)) do
    local values = {}
    for k, run in ipairs(runs) do
      while run.history[at[k] + 1] and run.history[at[k] + 1].evaluations <= evaluations do at[k] = at[k] + 1 end
      values[k] = run.history[at[k]].value
    end
    table.sort(values)
    rows[#rows + 1] = { evaluations, quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75) }
  end
  return rows
end
