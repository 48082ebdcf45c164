-- part(data, positions): these samples, as the data has them: a native data set, a list, or the positions themselves of a count.
return function(data, positions)
  if type(data) == "number" then return positions end
  if type(data) == "userdata" then return data:select(positions) end
  local list = {}
  for i, position in ipairs(positions) do list[i] = data[position] end
  return list
end
