-- axes(chart, x_marks, y_marks): the two axes of a chart, around all that is drawn, with about so many marks.
local axis = require "nilgrad.plot.figure.axis"

local letters = { x = 1, y = 2 }

local function numbers_of(chart, letter)
  local numbers, scattered = {}, false
  for _, series in ipairs(chart.series) do
    scattered = scattered or series.style == "points"
    for _, row in ipairs(series.rows) do
      numbers[#numbers + 1] = row[letters[letter]]
      if letter == "y" and row[3] then
        numbers[#numbers + 1] = row[3]
        numbers[#numbers + 1] = row[4]
      end
    end
  end
  return numbers, scattered
end

-- A line may begin at an axis; points lie inside.
return function(chart, x_marks, y_marks)
  local numbers, scattered = numbers_of(chart, "x")
  return axis.around(numbers, chart.x, scattered and x_marks or nil), axis.around(numbers_of(chart, "y"), chart.y, y_marks)
end
