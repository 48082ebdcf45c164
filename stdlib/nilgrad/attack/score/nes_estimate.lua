-- nes_estimate(shape, samples, sigma, random): candidates_at(x) -> a tensor [samples, …] of x ± σu, pair after pair of halves; and
-- gradient_of(losses) -> the estimate, and the mean of the losses (nil when none is a number).
local is_finite = require "nilgrad.attack.score.is_finite"
local native = require "nilgrad.native"

return function(shape, samples, sigma, random)
  local half, noise = samples // 2, nil
  local candidates = native.tensor.zeros({ 2 * half, table.unpack(shape) }, "float32")
  local above, below = candidates:slice(1, half), candidates:slice(half + 1)
  local function candidates_at(x)
    noise = random:normal({ half, table.unpack(shape) }, "float32"):mul_(sigma)
    above:copy(x):add_(noise)
    below:copy(x):sub_(noise)
    return candidates
  end
  local function gradient_of(losses)
    local gradient, total, count = native.tensor.zeros(shape, "float32"), 0, 0
    for i = 1, half do
      local up, down = losses[i], losses[half + i]
      if is_finite(up - down) then
        gradient:add_(noise[i], (up - down) / (2 * half * sigma * sigma))
        total, count = total + up + down, count + 2
      end
    end
    return gradient, count > 0 and total / count or nil
  end
  return candidates_at, gradient_of
end
