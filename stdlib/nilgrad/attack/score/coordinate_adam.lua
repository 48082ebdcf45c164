-- coordinate_adam(lr): step(position, derivative) -> how far that coordinate is to move. Adam with β 0.9 and 0.999 and a step counter
-- of its own for each coordinate.
return function(lr)
  local first, second, count = {}, {}, {}
  return function(position, derivative)
    local t = (count[position] or 0) + 1
    local m = 0.9 * (first[position] or 0) + 0.1 * derivative
    local v = 0.999 * (second[position] or 0) + 0.001 * derivative ^ 2
    first[position], second[position], count[position] = m, v, t
    return -lr * (m / (1 - 0.9 ^ t)) / (math.sqrt(v / (1 - 0.999 ^ t)) + 1e-8)
  end
end
