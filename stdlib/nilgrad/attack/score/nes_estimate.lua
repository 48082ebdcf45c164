-- nes_estimate(shape, samples, sigma, random): candidates_at(x) -> a tensor [samples, …] of x ± σu, pair after pair of halves; and
-- gradient_of(losses) -> the estimate, and the mean of the losses (nil when none is a number).
local is_finite = require "nilgrad.attack.score.is_finite"
local native = require "nilgrad.native"

return function(shape, samples, sigma, random)
  local half, noise = samples // 2, nil
  local function candidates_at(x)
    noise = random:normal({ half, table.unpack(shape) }, "float32"):mul_(sigma)
    return native.tensor.concat { x + noise, x - noise }
  end
  local function gradient_of(losses)
    local weights, total, count = {}, 0, 0
    for i = 1, half do
      local up, down = losses[i], losses[half + i]
      local usable = is_finite(up - down)
      weights[i] = usable and (up - down) / (2 * half * sigma * sigma) or 0
      if usable then total, count = total + up + down, count + 2 end
    end
    weights = native.tensor(weights, "float32"):reshape { half, 1 }
    return (noise:reshape { half, -1 } * weights):sum(1):reshape(shape), count > 0 and total / count or nil
  end
  return candidates_at, gradient_of
end
