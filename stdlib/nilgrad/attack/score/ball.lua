-- ball(victim): a function that moves a candidate, in place, to the nearest point of the ball around the victim's image, and then
-- each pixel to the nearest in [0, 1], which leads out of no ball around an image.
local function linf(victim)
  local lower, upper = (victim.image - victim.eps):clamp_(0, 1), (victim.image + victim.eps):clamp_(0, 1)
  return function(candidate) return candidate:clamp_(lower, upper) end
end

local function l2(victim)
  local image, eps = victim.image, victim.eps
  return function(candidate)
    local change = candidate - image
    local length = change:norm()
    if length > eps then candidate:copy(image):add_(change, eps / length) end
    return candidate:clamp_(0, 1)
  end
end

local balls = { linf = linf, l2 = l2 }

return function(victim) return balls[victim.norm](victim) end
