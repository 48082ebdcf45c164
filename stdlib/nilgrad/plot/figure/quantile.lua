-- quantile(sorted, share): of a sorted list, between neighbours (type 7 of Hyndman and Fan).
return function(sorted, share)
  local at = 1 + share * (#sorted - 1)
  local below = math.floor(at)
  return sorted[below] + (at - below) * ((sorted[below + 1] or sorted[below]) - sorted[below])
end
