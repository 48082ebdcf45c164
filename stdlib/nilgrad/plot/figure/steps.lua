-- steps(rows): rows { x, y, low, high } of a line that goes across before it goes up or down, as a line through more points.
return function(rows)
  local stepped = {}
  for i, row in ipairs(rows) do
    local before = rows[i - 1]
    if before then stepped[#stepped + 1] = { row[1], before[2], before[3], before[4] } end
    stepped[#stepped + 1] = row
  end
  return stepped
end
