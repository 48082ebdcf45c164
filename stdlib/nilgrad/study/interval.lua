-- interval(values, confidence): their mean and half the width of Student's interval around it.

-- The quantile of Student's t with n degrees of freedom at (1 + confidence) / 2, by bisection of its distribution function, which for
-- integer n is a finite sum (Abramowitz & Stegun 26.7.3, 26.7.4).
local function within(t, n)
  local angle = math.atan(t / math.sqrt(n))
  local sine, cosine = math.sin(angle), math.cos(angle)
  local sum, term = 0, n % 2 == 1 and cosine or 1
  for k = n % 2 == 1 and 3 or 2, n, 2 do
    sum = sum + term
    term = term * cosine * cosine * (k - 1) / k
  end
  if n % 2 == 1 then return 2 / math.pi * (angle + (n > 1 and sine * sum or 0)) end
  return sine * sum
end

local function quantile(n, confidence)
  local low, high = 0, 1e6
  for _ = 1, 100 do
    local middle = (low + high) / 2
    if within(middle, n) < confidence then low = middle else high = middle end
  end
  return low
end

return function(values, confidence)
  local count, mean, square = #values, 0, 0
  for _, value in ipairs(values) do mean = mean + value / count end
  for _, value in ipairs(values) do square = square + (value - mean) ^ 2 end
  if count < 2 then return mean, math.huge end
  return mean, quantile(count - 1, confidence) * math.sqrt(square / (count - 1) / count)
end
